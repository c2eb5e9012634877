"""What one correction by hand makes of a remark: quoted words, form, place, speaker and leader that fit together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing import languages
from framing.cells import is_missing
from framing.errors import TableError, did_you_mean
from framing.speech.passages import Passage, read_passages
from framing.speech.places import name_places
from framing.speech.roster import Roster, key_of
from framing.speech.words import word_set
from framing.text import canonical, words

Span = list[int]
Row = dict[str, Any]

_FORMS = ("direct", "mixed", "indirect")
_OF_WORDS = ("form", "spans", "quoted_spans")
_PRINTED = ("speaker_as_printed", "speaker_start", "speaker_end")


@dataclass(frozen=True)
class Page:
    """What corrections have to know of an article."""

    text: str
    passages: list[tuple[int, int, str]]  # first character, character after the last, place
    quotations: list[Span]  # their words, without the marks
    roster: Roster
    aliases: dict[str, list[str]]  # names and surnames of each leader

    def place_of(self, start: int) -> str | None:
        """Where in the article a character stands; None outside of its passages."""
        return next((place for first, stop, place in self.passages if first <= start < stop), None)

    def leaders_called(self, speaker: str) -> list[str]:
        """The leaders whom a name or an office may mean."""
        return sorted(self.roster.leader_named(speaker) or self.roster.leaders_in_role(speaker))

    def may_mean(self, name: str, leader: str) -> bool:
        """Whether a name or an office may be that of a leader."""
        known = self.roster.leader_named(name) | self.roster.leaders_in_role(name)
        return leader in known or set(key_of(name)) <= set(key_of(leader))

    def name_of(self, leader: str) -> str | None:
        """The fullest name by which the article calls a leader; None when it does not."""
        places = words(self.text)
        forms = [canonical(self.text[start:end]) for start, end in places]
        keys = {key_of(alias) for alias in (leader, *self.aliases.get(leader, ()))}
        for key in sorted(keys, key=lambda key: (-len(key), key)):
            for at in range(len(forms) - len(key) + 1):
                if key and tuple(forms[at : at + len(key)]) == key:
                    return self.text[places[at][0] : places[at + len(key) - 1][1]]
        return None


def read_page(article: Mapping[Any, Any], leaders: pd.DataFrame | None, skips: Sequence[tuple[int, int]]) -> Page:
    """Return what corrections have to know of an article, read as extracting reads it."""
    text, day, language = str(article["text"]), article["published"], article["language"]
    language = language.partition("-")[0].lower() if isinstance(language, str) else "en"
    passages = read_passages(text, language, skips) if language in languages.list_languages() else []
    places = name_places(passages, int(article["body_start"]))
    aliases: dict[str, list[str]] = {}
    if leaders is not None:
        named = leaders[leaders["kind"].isin(["name", "surname"])]
        aliases = {str(name): list(own) for name, own in named.groupby("leader")["alias"]}
    return Page(
        text,
        [(p.starts[0], p.ends[-1], places[p.number]) for p in passages],
        [span for p in passages for span in _quoted(p)],
        Roster.at(leaders, None if pd.isna(day) else day),
        aliases,
    )


def _quoted(p: Passage) -> Iterable[Span]:
    """The words of each quotation of a passage, without the marks."""
    for first, last, closed in p.quotes:
        stop = last - 1 if closed else last
        if stop > first:
            yield [p.starts[first + 1], p.ends[stop]]


def added_remark(article_id: str, start: int, end: int) -> Row:
    """Return a remark that was not found, of which nothing but its place is known."""
    remark_id = f"{article_id}-hand-{start}-{end}"
    row = {"remark_id": remark_id, "article_id": article_id, "start": start, "end": end, "not_said": False}
    return row | {"form": "indirect", "content": "clause", "spans": [[start, end]], "quoted_spans": []}


def correct_remark(remark: Row, filled: Row, page: Page, others: Iterable[Row]) -> tuple[Row, str]:
    """Return a remark with what a correction fills in and what follows from it, and what there is to say of that.

    Raises
    ------
    TableError
        When there can be no such remark; it says why.
    """
    row, is_new, told = remark | filled, "rule" not in remark, []
    if is_new or any(name in filled for name in _OF_WORDS):
        told.append(_settle_words(row, filled, page))
        row["start"], row["end"] = min(a for a, _ in row["spans"]), max(b for _, b in row["spans"])
    if (is_new or row["start"] != remark["start"]) and "place" not in filled:
        row["place"] = page.place_of(row["start"])
    told.append(_settle_names(row, remark, filled, page, others))
    return row, " ".join(filter(None, told))


def _settle_words(row: Row, filled: Row, page: Page) -> str:
    """Make form, spans, quoted spans and content of a row fit together; say when words are left out."""
    before = _count_words(page.text, row["spans"])
    furthest = max(b for _, b in row["spans"])
    if furthest > len(page.text):
        raise TableError(f"The article ends at {len(page.text)}, before {furthest}.")
    if not before:
        raise TableError("No word stands there.")
    inside = common_spans(row["spans"], page.quotations)
    form, quoted = filled.get("form"), filled.get("quoted_spans", inside)
    if any(part not in common_spans(row["spans"], [part]) for part in quoted):
        raise TableError(f"Quoted spans {quoted} lie outside of spans {row['spans']}.")
    if form == "indirect":
        quoted = filled.get("quoted_spans", [])
    elif form == "direct" and "quoted_spans" not in filled:
        quoted = inside or [list(span) for span in row["spans"]]
        row["spans"] = [list(span) for span in quoted]
    n_words, n_quoted = (_count_words(page.text, spans) for spans in (row["spans"], quoted))
    as_quoted = "indirect" if not n_quoted else "direct" if n_quoted == n_words else "mixed"
    form = form or as_quoted
    fits = form == as_quoted or (form, as_quoted) == ("mixed", "direct") or form not in _FORMS
    if not fits:
        said = f"Form is {form}, and of {n_words} words {n_quoted} are quoted"
        raise TableError(f"{said}. Correct form, or say in quoted_spans which words are quoted.")
    row["form"], row["quoted_spans"] = form, quoted
    if "content" not in filled and row["content"] != "noun phrase":
        row["content"] = "quotation" if form == "direct" else "clause"
    lost = before - n_words
    return f"Words outside quotation marks ({lost}) are left out of it, for form is direct." if lost else ""


def common_spans(spans: Iterable[Sequence[int]], others: Iterable[Sequence[int]]) -> list[Span]:
    """What two lists of spans have in common, in order."""
    both = [[max(a, c), min(b, d)] for a, b in spans for c, d in others]
    return sorted(span for span in both if span[0] < span[1])


def _count_words(text: str, spans: Iterable[Sequence[int]]) -> int:
    """The number of words in spans."""
    return sum(len(words(text[start:end])) for start, end in spans)


def _settle_names(row: Row, remark: Row, filled: Row, page: Page, others: Iterable[Row]) -> str:
    """Make speaker, leader and printed name of a row fit together; say when a name is in doubt."""
    old = [_text(remark.get(name)) for name in ("speaker", "leader")]
    speaker, leader = (_text(row.get(name)) for name in ("speaker", "leader"))
    told = ""
    if speaker and speaker != old[0] and "leader" not in filled:
        found = page.leaders_called(speaker)
        leader = row["leader"] = found[0] if len(found) == 1 else None
        told = "" if leader else _doubt(speaker, found, page)
    elif leader and leader != old[1] and "speaker" not in filled and not (old[0] and page.may_mean(old[0], leader)):
        known = [one["speaker"] for one in others if one.get("leader") == leader and _text(one.get("speaker"))]
        is_like = bool(old[0]) and not set(key_of(str(old[0]))).isdisjoint(key_of(leader))
        speaker = row["speaker"] = known[0] if known else page.name_of(leader) or (old[0] if is_like else None)
    printed = _text(row.get("speaker_as_printed"))
    is_settled = [speaker, leader] == old or any(name in filled for name in _PRINTED)
    if printed and not is_settled and not _may_name(printed, [name for name in (speaker, leader) if name]):
        row |= dict.fromkeys(_PRINTED)
    return told


def _doubt(speaker: str, found: list[str], page: Page) -> str:
    """Why a corrected speaker is no leader, where that may be a mistake."""
    if found:
        return f"Speaker {speaker!r} may be {' or '.join(found)}: fill leader, too."
    near = did_you_mean(speaker, page.aliases)
    return f"Speaker {speaker!r} is no leader of the leaders' file.{near}" if near.startswith(" Did") else ""


def _text(cell: Any) -> str | None:
    return None if is_missing(cell) else str(cell)


def _may_name(printed: str, names: Iterable[str]) -> bool:
    """Whether printed words may stay beside corrected names: a pronoun, common nouns, or a part of a name."""
    key = key_of(printed)
    if key[-1:] == key and key[0] in word_set("subject_pronouns") | word_set("in_person"):
        return True
    is_common = " ".join(word for word in printed.split() if word.lower() not in word_set("articles")).islower()
    return is_common or any(set(key) <= set(key_of(name)) for name in names)
