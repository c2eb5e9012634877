"""The same remark in many outlets: remarks of one leader that render the same words of the world."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from framing import schema
from framing.errors import TableError, all_problems
from framing.measures.groups import REMARK_VOICES, Numbers, count_rows, number_groups, order_groups
from framing.measures.rendering_likeness import (
    content_stems_of,
    passage_likeness,
    share_enough,
    stems_of,
    weigh_stems,
    wording_likeness,
)
from framing.measures.resampling import Floats
from framing.measures.settings import is_number
from framing.text import words

BETWEEN_PARTS = " … "
_ROUNDING = 1e-9  # likeness at the threshold is like enough, whatever the last digit


def cluster_remarks(
    remarks: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    alignments: pd.DataFrame | None = None,
    tokens: pd.DataFrame | None = None,
    threshold: float,
) -> pd.DataFrame:
    """Return the remarks of each leader with those that render the same words: by passage of a speech, or by wording.

    Parameters
    ----------
    remarks, articles : pandas.DataFrame
        The `remarks` table, and the `articles` table they stand in.
    alignments : pandas.DataFrame, optional
        The `alignments` table of these remarks: two that come from the same passage of a speech render the same words,
        however differently they put it.
    tokens : pandas.DataFrame, optional
        The `tokens` table with the voices of these remarks: it tells the narrated words of each remark's sentence.
    threshold : float
        How like any two remarks of a cluster must be, above 0 and at most 1: 0.4 with alignments, 0.3 without (Notes).

    Returns
    -------
    pandas.DataFrame
        The `renderings` table: one row per remark of a leader that was made. Leaders with most remarks first; their
        clusters with most renderings first, equals by their first article; renderings by outlet, article and place.

    Raises
    ------
    TableError
        When a table is not what it should be, `threshold` is no such number, or a remark stands in no article.

    Notes
    -----
    Two remarks of one leader are as like as the larger of two numbers. By passage: characters of the speech that both
    come from / those that the shorter passage has; of a remark with quoted parts these alone say where it comes from,
    since the source of a paraphrase is often a guess. By wording: the cosine of their different stems (Snowball), each
    weighing 1 + log(n / m) for n remarks, m of them with the stem.

    Remarks that share hardly a word are not like by wording at all, and a remark of one word, or of pronouns and other
    function words alone, is like no other by passage either (`rendering_likeness.LEAST_SHARED`): two words in common,
    one of them a content word, is the least.

    Clusters are those of complete linkage: *any two* remarks of a cluster are at least as like as the threshold, so
    that a long quotation with two fragments of other outlets does not join these two, and chains do not grow.

    Evidence for the threshold (benchmarks/renderings.py): of 19,908 pairs of remarks of one leader in the 42 articles
    of the invented corpus `summit`, 594 come from overlapping passages by its gold, all but 4 of these by at least 0.4.
    By wording alone 0.3 finds 77 % of them, and 5 % of the pairs it joins are wrong (F1 .85); 0.4 finds 64 %, 2 % wrong
    (.78); 0.5 finds 52 %, hardly any wrong (.68). So take 0.4 with alignments, where wording only adds, and 0.3
    without: what is missed are paraphrases in other words. The passages of `align_remarks` find 82 %, 7 % of what they
    join is wrong. Texts of other kinds want a look at the clusters.

    Repetitions within an article are renderings too; `renderings_page` shows what stands in several articles. Remarks
    without a leader are left out: who is unnamed in two articles need not be one person. Memory grows with the square
    of a leader's remarks: 5,000 need some 800 MB.

    References
    ----------
    Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, chapters 6 and 17.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> from framing.schema import make_table
    >>> texts = {"a1": "We will wait for the ships of the north.", "a2": "We waited for ships of the north.",
    ...     "a3": "Bread is dear."}
    >>> records = [{"article_id": name, "outlet": "The Lantern", "text": text} for name, text in texts.items()]
    >>> spans = [[[0, len(text)]] for text in texts.values()]
    >>> remarks = make_table("remarks", {"remark_id": ["r1", "r2", "r3"], "article_id": list(texts),
    ...     "form": ["indirect"] * 3, "content": ["clause"] * 3, "leader": ["Ada Brook"] * 3, "not_said": [False] * 3,
    ...     "start": [0] * 3, "end": [one[0][1] for one in spans], "spans": spans, "quoted_spans": [[]] * 3,
    ...     "rule": ["hand"] * 3})
    >>> found = cluster_remarks(remarks, articles_from_records(records, source="notes"), threshold=0.4)
    >>> found[["cluster", "remark_id", "similarity", "by", "n_words"]].round(2)
           cluster remark_id  similarity       by  n_words
    0  Ada Brook 1        r1        0.87  wording        9
    1  Ada Brook 1        r2        0.87  wording        7
    2  Ada Brook 2        r3         NaN    alone        3
    """
    if not is_number(threshold) or not 0 < threshold <= 1:
        raise TableError(f"threshold={threshold!r}: give a number above 0, at most 1, such as 0.4.")
    schema.check_table(remarks, "remarks")
    schema.check_table(articles, "articles")
    said = remarks[~remarks["not_said"].to_numpy(bool) & remarks["leader"].notna().to_numpy(bool)]
    rows = _with_articles(said, articles)
    rows = rows.sort_values(["leader", "article_id", "start", "end", "remark_id"]).reset_index(drop=True)
    rows = rows.assign(narration=rows["remark_id"].map(_narration(tokens, articles)))
    passages = _passages(alignments)
    printed = list(zip(rows["words"], rows["language"], strict=True))
    contents, telling = ([stems(*said) for said in printed] for stems in (stems_of, content_stems_of))
    weights = weigh_stems(contents)
    names, leaders = number_groups(rows, ["leader"])
    made = []
    for number in order_groups(names, count_rows(leaders, len(names))):
        own = np.flatnonzero(leaders == number)
        by_passage = passage_likeness(rows["remark_id"].iloc[own].tolist(), passages)
        enough = share_enough([contents[row] for row in own], [telling[row] for row in own])
        by_passage *= np.outer(enough.diagonal(), enough.diagonal())
        by_wording = enough * wording_likeness([contents[row] for row in own], weights)
        made.append(_clustered(rows.iloc[own], by_passage, by_wording, threshold))
    return schema.make_table("renderings", pd.concat(made, ignore_index=True) if made else {})


def _with_articles(said: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The remarks with the story, outlet and language of their article, and their words as printed."""
    of_article = {str(row["article_id"]): row for row in articles.to_dict("records")}
    problems = []
    for remark_id, article_id, end in zip(said["remark_id"], said["article_id"], said["end"], strict=True):
        if article_id not in of_article:
            problems.append(f"{remark_id!r} stands in article {article_id!r}, which is not in articles.")
        elif end > len(of_article[article_id]["text"]):
            size = len(of_article[article_id]["text"])
            problems.append(f"{remark_id!r} ends at {end}, but the text of {article_id!r} has {size} characters.")
    if problems:
        advice = "Give the articles that the remarks were found in."
        raise TableError(f"{all_problems('remarks', problems)} {advice}")
    own = [of_article[article_id] for article_id in said["article_id"]]
    texts = [str(article["text"]) for article in own]
    return said.assign(
        story_id=[article["story_id"] for article in own],
        outlet=[article["outlet"] for article in own],
        language=["en" if pd.isna(article["language"]) else article["language"] for article in own],
        words=[_printed(text, spans) for text, spans in zip(texts, said["spans"], strict=True)],
        n_words=[_count_words(text, spans) for text, spans in zip(texts, said["spans"], strict=True)],
        n_words_quoted=[_count_words(text, spans) for text, spans in zip(texts, said["quoted_spans"], strict=True)],
    )


def _printed(text: str, spans: Sequence[Sequence[int]]) -> str:
    return BETWEEN_PARTS.join(text[start:end] for start, end in spans)


def _count_words(text: str, spans: Sequence[Sequence[int]]) -> int:
    return sum(len(words(text[start:end])) for start, end in spans)


def _passages(alignments: pd.DataFrame | None) -> pd.DataFrame:
    """The parts of remarks that were found in a speech; of a remark with quoted parts these alone, the surer ones."""
    if alignments is None:
        return schema.make_table("alignments", {})
    schema.check_table(alignments, "alignments")
    found = alignments[alignments["speech_start"].notna() & (alignments["kind"] != "unmatched")]
    quoted = found["voice"].eq("quoted")
    return found[quoted | ~found["remark_id"].isin(found.loc[quoted, "remark_id"])]


def _narration(tokens: pd.DataFrame | None, articles: pd.DataFrame) -> dict[Hashable, str]:
    """The narrated words in the sentences of each remark, as printed."""
    if tokens is None:
        return {}
    schema.check_table(tokens, "tokens+voices", source="tokens")
    own = tokens[tokens["remark_id"].notna()].sort_values(["article_id", "position"])
    told = own["voice"].eq("narrated").to_numpy(bool)
    place = ["remark_id", "article_id", "sentence"]
    spoken = own.loc[own["voice"].isin(REMARK_VOICES), place].drop_duplicates()
    around = own[told].merge(spoken, on=place)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    return {
        remark_id: _printed(texts[article_id], _runs(words_told))
        for (remark_id, article_id), words_told in around.groupby(["remark_id", "article_id"], sort=False)
        if article_id in texts
    }


def _runs(narrated: pd.DataFrame) -> list[list[int]]:
    """The spans of neighbouring words."""
    run = narrated["position"].diff().ne(1).cumsum()
    of_runs = narrated.groupby(run.to_numpy()).agg(start=("start", "min"), end=("end", "max"))
    return [[int(start), int(end)] for start, end in zip(of_runs["start"], of_runs["end"], strict=True)]


def _clustered(rows: pd.DataFrame, by_passage: Floats, by_wording: Floats, threshold: float) -> pd.DataFrame:
    """The remarks of one leader with their clusters, in order."""
    likeness = np.maximum(by_passage, by_wording)
    clusters = complete_clusters(likeness, threshold)
    together = (clusters[:, None] == clusters[None, :]) & ~np.eye(len(rows), dtype=bool)
    nearest = np.where(together, likeness, -1.0).max(axis=1, initial=-1.0)
    passage = np.where(together, by_passage, -1.0).max(axis=1, initial=-1.0)
    joined = np.where(passage >= threshold - _ROUNDING, "passage", "wording")
    leader = rows["leader"].iloc[0]
    table = rows.assign(
        number=clusters,
        cluster=[f"{leader} {number + 1}" for number in clusters],
        similarity=np.where(nearest >= 0, np.minimum(nearest, 1.0), np.nan),
        by=np.where(nearest >= 0, joined, "alone"),
    )
    return table.sort_values(["number", "outlet", "article_id", "start", "end", "remark_id"], na_position="last")


def complete_clusters(likeness: Floats, threshold: float) -> Numbers:
    """Return the cluster of each of several things, any two of a cluster at least as like as the threshold.

    Parameters
    ----------
    likeness : array of shape (things, things)
        How like any two are, from 0 to 1, symmetric.
    threshold : float
        The least likeness within a cluster.

    Returns
    -------
    numpy.ndarray
        Numbers from 0: the largest cluster first, of equals the one with the earliest thing.

    Examples
    --------
    The second is like both others, but these two are not like each other.

    >>> complete_clusters(np.array([[1, 0.6, 0], [0.6, 1, 0.9], [0, 0.9, 1]]), 0.5).tolist()
    [1, 0, 0]
    """
    n = len(likeness)
    if n < 2:
        return np.zeros(n, dtype=np.int64)
    distances: Any = squareform(np.clip(1 - likeness, 0, 1), checks=False)
    found = fcluster(linkage(distances, method="complete"), t=1 - threshold + _ROUNDING, criterion="distance")
    _, first, number, size = np.unique(found, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[number.reshape(-1)]
