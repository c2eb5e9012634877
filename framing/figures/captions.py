"""Captions: what a figure shows, of how much, by which lexicon, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from framing.errors import TableError
from framing.figures.labels import count
from framing.lexicon import Lexicon
from framing.validity import tell_validity

# Measured on 84 human-coded US articles of 2015 and 2016 (PolNeAR): docs/accuracy.md, where each number stands. They
# change when the rules do.
FOUND_BY_RULES = (
    "Remarks found by rules: on US political news of 2015-16 these find 94 % of direct, 80 % of mixed and 71 % of "
    "indirect remarks, and 8 % of narrated words are missed speech"
)


def write_caption(
    what: str,
    *,
    articles: pd.DataFrame,
    remarks: pd.DataFrame | None = None,
    n_shown: int | None = None,
    lexicon: Lexicon | None = None,
    frames: Iterable[str] | None = None,
    texts: str = "",
    confidence: float | None = None,
) -> str:
    """Return the caption of a figure: what it shows, of how many articles, and what limits it.

    Parameters
    ----------
    what : str
        What is drawn and its unit, as a sentence.
    articles : pandas.DataFrame
        The `articles` table that it comes from. One story: the caption says "illustration". A column `invented` that is
        true throughout: it says that the articles are invented.
    remarks : pandas.DataFrame, optional
        The `remarks` table, for their number (what was not said is not counted) and for how they were found: by hand,
        or by rules, which miss some.
    n_shown : int, optional
        How many of these remarks the figure counts, where that is not all: "34 of 116 remarks".
    lexicon : Lexicon, optional
        The lexicon whose terms are counted; its version is told and, frame by frame, whether people have validated it:
        on what, with which precision and recall.
    frames : iterable of str, optional
        The frames of the lexicon that are shown; else all. Those that nobody validated are named.
    texts : str
        What the lexicon's validation.csv calls these texts in `on`, when it was validated on them.
    confidence : float, optional
        Of the intervals that are drawn; it is told over how many stories they are and what they leave out.

    Returns
    -------
    str
        A few short sentences.

    Raises
    ------
    TableError
        When there is no article, `n_shown` is no number of these remarks, or the confidence is not between 0 and 1.
    LexiconError
        When the lexicon has no such frame.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> write_caption("Words per remark", articles=articles_from_records([{"id": "a", "text": "No."}], source="x"))
    'Words per remark. Illustration: one article.'
    """
    n_stories = articles["story_id"].nunique()
    if not n_stories:
        raise TableError("articles: no article, so there is nothing to show. Read some first.")
    if confidence is not None and not 0 < confidence < 1:
        raise TableError(f"confidence is {confidence!r}; give a number between 0 and 1, such as 0.95.")
    sentences = [what.rstrip(".")]
    counts = _counts(remarks, n_shown)
    said = articles.get("invented", pd.Series(dtype="object"))
    invented = bool(len(said)) and all(str(cell).casefold() == "true" for cell in said)  # front matter says it in words
    if n_stories == 1:
        sentences.append(", ".join([f"Illustration: one {'invented ' if invented else ''}article", *counts]))
    else:
        sentences.append(", ".join([f"{len(articles)} {'invented ' if invented else ''}articles", *counts]))
    if remarks is not None and len(remarks):
        sentences.append(_found_how(remarks))
    if confidence is not None:
        over = f"{100 * confidence:g} % intervals over {count(n_stories, 'story', 'stories')}"
        sentences.append(f"{over}: sampling of stories only, not errors of measurement")
    if lexicon is not None:
        sentences.append(f"Lexicon {lexicon.label}, {tell_validity(lexicon, frames, texts=texts)}")
    return ". ".join(sentences) + "."


def _counts(remarks: pd.DataFrame | None, n_shown: int | None) -> list[str]:
    """How many remarks there are, and how many of them the figure counts."""
    n = 0 if remarks is None else int((~remarks["not_said"].astype(bool)).sum())
    if n_shown is not None and not 0 <= n_shown <= n:
        raise TableError(
            f"n_shown={n_shown!r}: the remarks that were made are {n:,}. Give how many of these are shown."
        )
    told = count(n, "remark")
    return [] if remarks is None else [told if n_shown in (None, n) else f"{n_shown:,} of {told}"]


def _found_how(remarks: pd.DataFrame) -> str:
    """Whether people or rules found the remarks."""
    by_hand = remarks["rule"] == "hand"
    if by_hand.all():
        return "Remarks marked by hand"
    return FOUND_BY_RULES + (f"; {by_hand.sum()} corrected by hand" if by_hand.any() else "")
