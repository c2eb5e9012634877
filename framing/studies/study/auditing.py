"""What a study left out or could not tell, as tables by name: nothing is lost silently."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from framing.articles.cleaning import audit_furniture, languages_without_rules
from framing.speech.remarks import audit_remarks
from framing.studies.study.counted import Counted
from framing.text import canonical, words

# Of a text's words: twelve invented English speeches have .43 to .51; a few sentences of Dutch have .18, of German and
# French under .1. It would change with the words below.
ENGLISH_LEAST = 0.3
CHARACTERS = 20_000  # of a speech that are looked at
_COMMON_WORDS = """
a all an and are as at be been but by for from had has have he her his i if in is it its not of on or our she that the
their there they this to was we what which who will with would you"""
_COMMON = frozenset(_COMMON_WORDS.split())


class Audit(NamedTuple):
    """A table of what was left out: its file's name, its heading, what it means."""

    name: str
    heading: str
    meaning: str
    table: pd.DataFrame


def audit_study(counted: Counted) -> list[Audit]:
    """Return what was left out, unread, unmatched, refused or odd, one table for each kind."""
    material = counted.material
    made = [
        Audit("audit-files", "Files", "What was read of each file, and what could not be.", material.files),
        Audit("audit-warnings", "Warnings", "What is odd about articles, speeches or leaders.", _warnings(counted)),
        Audit("audit-articles", "Articles without remarks of a leader", _ARTICLES, _quiet_articles(counted)),
    ]
    if counted.skips is not None:
        furniture = audit_furniture(counted.articles, counted.skips)
        made.append(Audit("audit-furniture", "Skipped furniture", "Not text of the article; left out.", furniture))
    made += [
        Audit("audit-duplicates", "Duplicates", "Articles that resemble an earlier one.", counted.duplicates),
        Audit("audit-left-over", "Unattributed quotations and refused candidates", _LEFT_OVER, _left_over(counted)),
        Audit("audit-not-said", "Not said", "Listed as remarks, counted nowhere.", _not_said(counted)),
        Audit("audit-unnamed", "Remarks of nobody in the leaders' file", _UNNAMED, _others(counted)),
    ]
    if "alignments" in counted.tables:
        made.append(Audit("audit-unmatched", "Parts of remarks not found in a speech", _UNMATCHED, _unmatched(counted)))
    if counted.corrections is not None:
        meaning = "What became of each row of overrides.csv."
        made.append(Audit("audit-corrections", "Corrections", meaning, counted.corrections))
    return made


_ARTICLES = "They count as articles and as words, and say nothing about leaders."
_LEFT_OVER = "What looked like speech and became no remark. Quoted stretches without a speaker belong to no leader."
_UNNAMED = (
    "Their words count for outlets, and for no leader. A leader who stands here lacks an alias in the leaders' file."
)
_UNMATCHED = (
    "Unmatched is not fabricated: it may come from elsewhere, be said in other words, or be given to the wrong speaker."
)


def _warnings(counted: Counted) -> pd.DataFrame:
    """What is odd, with the place."""
    material = counted.material
    rows = [("reading", "", said) for said in counted.notices]
    rows += [
        ("article", str(article["article_id"]), said)
        for article in counted.articles[["article_id", "warnings"]].to_dict("records")
        for said in article["warnings"]
    ]
    for language, n in Counter(languages_without_rules(counted.articles)).items():
        rows.append(("language", str(language), f"no rules for this language: nothing is found in {n} articles"))
    said = counted.remarks[~counted.remarks["not_said"].astype(bool)]
    for leader in material.leaders["leader"].drop_duplicates():
        if leader not in set(said["leader"]):
            hint = "no remark was found. Look whether articles use a name that the leaders' file lacks"
            rows.append(("leader", str(leader), hint))
    rows += [("leader", alias, _SHARED.format(names)) for alias, names in _shared_aliases(material.leaders)]
    rows += _odd_speeches(counted)
    rows += [("table", name, why) for name, why in counted.missing.items()]
    return pd.DataFrame(rows, columns=["kind", "where", "warning"])


_SHARED = "it is an alias of {}: where the text around does not tell which is meant, nobody is taken"


def _shared_aliases(leaders: pd.DataFrame) -> list[tuple[str, str]]:
    """Names, surnames and roles of several leaders, with these; pronouns are of everybody."""
    own = leaders[leaders["kind"] != "pronoun"]
    of_alias = own.groupby(own["alias"].map(canonical), sort=False)
    return [
        (str(same["alias"].iloc[0]), " and ".join(same["leader"].drop_duplicates()))
        for _, same in of_alias
        if len(set(same["leader"])) > 1
    ]


def _odd_speeches(counted: Counted) -> list[tuple[str, str, str]]:
    """Speeches that cannot be told apart by their day, have none, or are in another language."""
    speeches = counted.material.speeches
    if speeches is None:
        return []
    rows = []
    for speech in speeches.to_dict("records"):
        name = str(speech["speech_id"])
        if pd.isna(speech["delivered"]):
            rows.append(("speech", name, "it has no day: articles of any day are compared with it"))
        if not is_english(str(speech["text"])):
            rows.append(("speech", name, "it does not look like English: quotations of it will hardly be matched"))
    dated = speeches[speeches["delivered"].notna()]
    for (leader, day), own in dated.groupby(["leader", "delivered"], sort=False):
        if len(own) > 1:
            said = f"{len(own)} speeches of {leader} on {day:%Y-%m-%d}: a remark is matched with the likest passage"
            rows.append(("speech", ", ".join(map(str, own["speech_id"])), said))
    return rows


def is_english(text: str) -> bool:
    """Return whether a text has as many of the commonest English words as English texts have.

    Examples
    --------
    >>> is_english("The river is all that we have, and it is not for sale."), is_english("Der Fluss gehört uns allen.")
    (True, False)
    """
    part = text[:CHARACTERS]
    found = [canonical(part[start:end]) for start, end in words(part)]
    return not found or sum(word in _COMMON for word in found) / len(found) >= ENGLISH_LEAST


def _quiet_articles(counted: Counted) -> pd.DataFrame:
    """Articles in which no leader makes a remark."""
    said = counted.remarks[~counted.remarks["not_said"].astype(bool) & counted.remarks["leader"].notna()]
    own = counted.articles[~counted.articles["article_id"].isin(said["article_id"])]
    return own[["article_id", "outlet", "published", "headline", "file"]].reset_index(drop=True)


def _left_over(counted: Counted) -> pd.DataFrame:
    """What looked like speech and became no remark."""
    return audit_remarks(counted.articles, counted.material.leaders, skips=counted.skips)


def _with_words(counted: Counted, rows: pd.DataFrame) -> pd.DataFrame:
    """Remarks with their words, for reading."""
    texts = dict(zip(counted.articles["article_id"], counted.articles["text"], strict=True))
    places = zip(rows["article_id"], rows["spans"], strict=True)
    shown = [" … ".join(texts[article][a:b] for a, b in spans) for article, spans in places]
    columns = ["remark_id", "article_id", "speaker_as_printed", "leader", "cue", "form"]
    return rows[columns].assign(words=shown).reset_index(drop=True)


def _not_said(counted: Counted) -> pd.DataFrame:
    """What somebody did not say."""
    return _with_words(counted, counted.remarks[counted.remarks["not_said"].astype(bool)])


def _others(counted: Counted) -> pd.DataFrame:
    """Remarks of others than leaders."""
    said = ~counted.remarks["not_said"].astype(bool)
    return _with_words(counted, counted.remarks[said & counted.remarks["leader"].isna()])


def _unmatched(counted: Counted) -> pd.DataFrame:
    """Parts of leaders' remarks that no speech holds."""
    alignments = counted.tables["alignments"]
    own = alignments[(alignments["kind"] == "unmatched") & alignments["leader"].notna()]
    texts = dict(zip(counted.articles["article_id"], counted.articles["text"], strict=True))
    shown = [texts[article][a:b] for article, a, b in zip(own["article_id"], own["start"], own["end"], strict=True)]
    columns = ["remark_id", "article_id", "leader", "voice", "similarity", "n_speeches", "note"]
    return own[columns].assign(words=shown).reset_index(drop=True)
