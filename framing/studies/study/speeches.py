"""What a study counts when it has speeches, and of the same remark in many outlets."""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.articles.speeches import speeches_as_articles
from framing.lexicon import Lexicon
from framing.measures.rendering_comparison import compare_renderings
from framing.measures.renderings import cluster_remarks
from framing.measures.selection.alignment import align_remarks
from framing.measures.selection.frames import compare_selection
from framing.measures.selection.passages import find_passages
from framing.measures.selection.shares import share_quoted
from framing.studies.study.counted import Counted, resampling
from framing.terms.matching import find_matches
from framing.text import tokenize

# What any two renderings of one remark have in common: as `cluster_remarks` measured it.
LEAST_LIKE = {"with speeches": 0.4, "without": 0.3}
RENDERED = ("direct", "quoted", "distancing", "endorsing", "headline or lead")


def count_selection(counted: Counted) -> None:
    """Where remarks come from, which passages were taken, and which frames stand in them."""
    speeches, confidence = counted.material.speeches, counted.material.settings["method.confidence"]
    if speeches is None:
        return
    articles, lexicon = counted.articles, counted.material.lexicon
    own = counted.remarks[counted.remarks["leader"].isin(speeches["leader"].unique())].reset_index(drop=True)
    counted.attempt("alignments", lambda: align_remarks(own, articles, speeches))
    alignments = counted.tables.get("alignments")
    if alignments is None:
        return
    counted.attempt("passages", lambda: find_passages(alignments, articles, speeches))
    counted.attempt("shares-quoted", lambda: share_quoted(alignments, articles, speeches, confidence=confidence))
    matches = matches_in_speeches(speeches, lexicon)
    counted.tables["matches-in-speeches"] = matches
    counted.attempt(
        "selection",
        lambda: compare_selection(alignments, articles, speeches, matches, lexicon, confidence=confidence),
    )


def matches_in_speeches(speeches: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Return the framing terms in the speeches themselves."""
    return find_matches(tokenize(speeches_as_articles(speeches)), lexicon)


def count_renderings(counted: Counted) -> None:
    """The same remark in many outlets, and the two outlets that share most remarks against one another."""
    if len(counted.articles["outlet"].dropna().unique()) < 2:  # nothing to compare
        return
    alignments = counted.tables.get("alignments")
    least = LEAST_LIKE["without" if alignments is None else "with speeches"]
    options: dict[str, Any] = {"alignments": alignments, "tokens": counted.tokens, "threshold": least}
    counted.attempt("renderings", lambda: cluster_remarks(counted.remarks, counted.articles, **options))
    renderings = counted.tables.get("renderings")
    pair = None if renderings is None else _outlets_that_share_most(renderings)
    if renderings is None or pair is None:
        return
    options = {"group": pair[0], "reference": pair[1], "measure": RENDERED} | resampling(counted)
    counted.attempt("rendering-comparison", lambda: compare_renderings(renderings, **options))


def _outlets_that_share_most(renderings: pd.DataFrame) -> tuple[str, str] | None:
    """The two outlets that rendered most remarks in common; by name where several did."""
    known = renderings[renderings["outlet"].notna()]
    if known.empty:
        return None
    there = pd.crosstab(known["cluster"], known["outlet"]).gt(0).astype(int)
    shared = there.T @ there
    pairs = [(-int(shared.loc[a, b]), str(a), str(b)) for a in shared.index for b in shared.columns if str(a) < str(b)]
    least = min(pairs, default=None)
    return None if least is None or least[0] == 0 else least[1:]
