"""What `framing count`, `sentiment` and `remarks` do with some articles, as pure functions from table to table."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pandas as pd

import framing
from framing import schema
from framing.articles.cleaning import languages_without_rules
from framing.lexicon import Lexicon
from framing.parts import KINDS_OR_MISSING

Made = tuple[pd.DataFrame, dict[str, int]]
Large = tuple["partial[Made]", dict[str, str]]  # a function and the columns of what it gives

_KNOWN = ("article_id", "story_id", "outlet", "published", "headline")
_COUNTS = {"frame": "text", "n_matches": "whole number", "n_tokens": "whole number", "per_1000": "number"}


def counting(lexicon: Lexicon, *, wide: bool, rules: pd.DataFrame | None, keeps_furniture: bool) -> Large:
    """Return what counts frames, and its columns."""
    kinds = {"article_id": "text"} | _COUNTS
    if wide:
        kinds = _kinds("articles", _KNOWN) | {"n_tokens": "whole number"} | _frames(lexicon)
    made = partial(_count, lexicon=lexicon, wide=wide, rules=rules, keeps_furniture=keeps_furniture)
    return made, kinds


def _count(
    articles: pd.DataFrame, *, lexicon: Lexicon, wide: bool, rules: pd.DataFrame | None, keeps_furniture: bool
) -> Made:
    skips, notes = _cleaned(articles, rules, keeps_furniture)
    counts = framing.count_frames(articles, lexicon, skips=skips)
    return widen_counts(counts, articles) if wide else counts, notes


def widen_counts(counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return one row an article: what is known of it, its words, and a column of hits for each frame."""
    hits = counts.pivot_table(index="article_id", columns="frame", values="n_matches", sort=False, observed=True)
    n_words = counts.drop_duplicates("article_id").set_index("article_id")["n_tokens"]
    known = articles[list(_KNOWN)]
    return known.join(n_words, on="article_id").join(hits.astype("int64").add_prefix("n_"), on="article_id")


def scoring(*, rules: pd.DataFrame | None, keeps_furniture: bool) -> Large:
    """Return what scores sentiment, and its columns."""
    return partial(_score, rules=rules, keeps_furniture=keeps_furniture), _kinds("sentiment") | {"text": "text"}


def _score(articles: pd.DataFrame, *, rules: pd.DataFrame | None, keeps_furniture: bool) -> Made:
    skips, notes = _cleaned(articles, rules, keeps_furniture)
    return score_sentences(articles, skips), notes


def score_sentences(articles: pd.DataFrame, skips: pd.DataFrame | None) -> pd.DataFrame:
    """Return the sentiment of every sentence, with its words."""
    scores: pd.DataFrame = framing.score_sentiment(framing.tokenize(articles, skips=skips), articles)
    texts = articles.set_index("article_id")["text"]
    places = zip(scores["article_id"], scores["start"], scores["end"], strict=True)
    words = [texts[name][start:end] for name, start, end in places]
    return scores.assign(text=words)


def finding_remarks(
    leaders: pd.DataFrame | None,
    *,
    overrides: pd.DataFrame | None,
    wide: bool,
    lexicon: Lexicon | None,
    rules: pd.DataFrame | None,
    keeps_furniture: bool,
) -> Large:
    """Return what finds remarks, and its columns."""
    from framing.studies.wide import ARTICLE_COLUMNS  # the room of speech is not needed for counting

    kinds = _kinds("remarks") | ({} if overrides is None else {"override": "text"})
    if wide:
        further = {"words": "text", "quoted_words": "text", "n_words": "whole number"}
        kinds |= _kinds("articles", ARTICLE_COLUMNS) | further | (_frames(lexicon) if lexicon else {})
    made = partial(
        _find_remarks,
        leaders=leaders,
        overrides=overrides,
        wide=wide,
        lexicon=lexicon,
        rules=rules,
        keeps_furniture=keeps_furniture,
    )
    return made, kinds


def _find_remarks(
    articles: pd.DataFrame,
    *,
    leaders: pd.DataFrame | None,
    overrides: pd.DataFrame | None,
    wide: bool,
    lexicon: Lexicon | None,
    rules: pd.DataFrame | None,
    keeps_furniture: bool,
) -> Made:
    from framing.speech.overrides import correct_remarks
    from framing.studies.corrections import tell_corrections
    from framing.studies.noticed import UNBROKEN, unbroken_articles

    skips, notes = _cleaned(articles, rules, keeps_furniture)
    remarks = framing.extract_remarks(articles, leaders, skips=skips)
    if unbroken := unbroken_articles(articles):
        notes[f"articles without paragraphs: {UNBROKEN}"] = len(unbroken)
    if overrides is not None:
        own = overrides[overrides["article_id"].isin(articles["article_id"])]
        remarks, told = correct_remarks(remarks, own, articles, leaders=leaders, skips=skips)
        notes |= {f"corrections: {outcome}": int(count) for outcome, count in told["outcome"].value_counts().items()}
        notes |= {f"correction to look at: {said}": 1 for said in tell_corrections(told, own)}
    return framing.widen_remarks(remarks, articles, lexicon=lexicon) if wide else remarks, notes


def auditing(leaders: pd.DataFrame | None, *, rules: pd.DataFrame | None, keeps_furniture: bool) -> Large:
    """Return what lists everything that became no remark, and its columns."""
    kinds = {"article_id": "text", "problem": "text", "start": "whole number", "end": "whole number", "words": "text"}
    return partial(_audit, leaders=leaders, rules=rules, keeps_furniture=keeps_furniture), kinds


def _audit(
    articles: pd.DataFrame, *, leaders: pd.DataFrame | None, rules: pd.DataFrame | None, keeps_furniture: bool
) -> Made:
    skips, _ = _cleaned(articles, rules, keeps_furniture)
    audit = framing.audit_remarks(articles, leaders, skips=skips)
    return audit, {f"no remark: {name}": int(count) for name, count in audit["problem"].value_counts().items()}


def _cleaned(articles: pd.DataFrame, rules: pd.DataFrame | None, keeps: bool) -> tuple[Any, dict[str, int]]:
    """The furniture of articles, and what there is to say of it."""
    if keeps:
        return None, {}
    skips = framing.find_furniture(articles, rules=rules)
    notes = Counter({"pieces of furniture left out": len(skips)})
    for language, n_articles in languages_without_rules(articles).items():
        notes[f"articles in language {language!r}, which has no rules for furniture"] = n_articles
    return skips, dict(notes)


def _kinds(table: str, names: tuple[str, ...] | None = None) -> dict[str, str]:
    """The columns of a table, or some of them, and whether they may be missing where that changes what they are."""
    columns = {column.name: column for column in schema.table_columns(table)}
    kinds = {}
    for name in columns if names is None else names:
        or_missing = f"{columns[name].kind} or missing"
        is_other = columns[name].may_be_missing and or_missing in KINDS_OR_MISSING
        kinds[name] = or_missing if is_other else columns[name].kind
    return kinds


def _frames(lexicon: Lexicon) -> dict[str, str]:
    return {f"n_{frame}": "whole number" for frame in lexicon.frames}
