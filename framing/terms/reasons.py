"""Why a hit was gained or lost between two versions of a lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from framing.lexicon import Lexicon, Term
from framing.terms.matching import find_matches
from framing.text import tokenize


class _Side(NamedTuple):
    """What a gained hit, or a lost one, can be due to."""

    terms: dict[tuple[str, str], str]  # what happened to a term, by frame and pattern
    masks: list[tuple[str, str]]  # frame and pattern of masks whose coming or going can have done it
    what: str  # how these masks are called


def find_reasons(
    changed: pd.DataFrame, other: pd.DataFrame, articles: pd.DataFrame, changes: pd.DataFrame
) -> list[Any]:
    """Return what each changed hit is due to: a term, a mask, or a pattern that takes its words; None when unclear.

    Parameters
    ----------
    changed : pandas.DataFrame
        Hits with `change` (gained, lost).
    other : pandas.DataFrame
        All hits of both versions.
    articles : pandas.DataFrame
        Where they stand.
    changes : pandas.DataFrame
        What `compare_lexicons` gives.
    """
    sides = {"gained": _side(changes, "gained", "lost"), "lost": _side(changes, "lost", "gained")}
    masked = {change: _masked(side, changed[changed["change"] == change], articles) for change, side in sides.items()}
    rivals = _by_article(other[other["article_id"].isin(changed["article_id"])])
    reasons: list[Any] = []
    for row in changed.to_dict(orient="records"):
        side = sides[row["change"]]
        reasons.append(
            side.terms.get((row["frame"], row["pattern"]))
            or next(_overlapping(row, masked[row["change"]], f"{side.what}: "), None)
            or next(_overlapping(row, rivals, "another pattern: "), None)
        )
    return reasons


def _side(changes: pd.DataFrame, own: str, opposite: str) -> _Side:
    """The changes of the lexicon that can gain, or lose, a hit."""
    moved = changes[changes["change"] == "moved"]
    frames = moved["frame"] if own == "gained" else moved["old"]
    terms = dict.fromkeys(zip(frames, moved["pattern"], strict=True), "moved")
    of_terms = changes[changes["change"] == f"term {own}"]
    terms |= dict.fromkeys(zip(of_terms["frame"], of_terms["pattern"], strict=True), f"term {own}")
    of_masks = changes[changes["change"] == f"mask {opposite}"]
    return _Side(terms, list(zip(of_masks["frame"], of_masks["pattern"], strict=True)), f"mask {opposite}")


Spans = dict[str, list[tuple[str, str, int, int]]]


def _masked(side: _Side, changed: pd.DataFrame, articles: pd.DataFrame) -> Spans:
    """Where masks stand in the articles of some hits: frame, pattern, start, end."""
    own = articles[articles["article_id"].isin(changed["article_id"])].reset_index(drop=True)
    found: Spans = {}
    for frame in dict.fromkeys(frame for frame, _ in side.masks) if len(own) else ():
        terms = tuple(Term("masks", pattern) for of_frame, pattern in side.masks if of_frame == frame)
        masks = Lexicon("masks", "0", "en", "", "", {"masks": "words that are not counted"}, terms)
        for article, spans in _by_article(find_matches(tokenize(own), masks)).items():
            found.setdefault(article, []).extend((frame, *span[1:]) for span in spans)
    return found


def _by_article(matches: pd.DataFrame) -> Spans:
    """The hits of each article: frame, pattern, start, end."""
    found: Spans = {}
    columns = (matches[name].tolist() for name in ("article_id", "frame", "pattern", "start", "end"))
    for article, *span in zip(*columns, strict=True):
        found.setdefault(article, []).append(tuple(span))
    return found


def _overlapping(row: dict[Any, Any], spans: Spans, before: str) -> Iterator[str]:
    """The patterns of one's frame, or of masks for it, that share words with a hit and are not its own."""
    frames = ("-", f"-{row['frame']}", row["frame"])
    for frame, pattern, start, end in spans.get(row["article_id"], ()):
        if frame in frames and pattern != row["pattern"] and start < row["end"] and end > row["start"]:
            yield f"{before}{pattern}"
