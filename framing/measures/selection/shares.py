"""How much of a speech was quoted: distinct words of it that stand in quotation marks somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.measures.selection.story_jackknife import jackknife_ends
from framing.measures.selection.uptake import Transcript, Uptake, by_story, gather_uptakes, words_taken
from framing.measures.selection.wording import Floats
from framing.measures.settings import is_number
from framing.measures.story_intervals import NO_SPREAD, refuse_stories

NOTHING_TAKEN = "nothing of it is taken"


def share_quoted(
    alignments: pd.DataFrame,
    articles: pd.DataFrame,
    speeches: pd.DataFrame,
    *,
    by: str = "outlet",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return which share of each speech each group of articles quotes, and how sure that is.

    Parameters
    ----------
    alignments, articles, speeches, by
        As for `find_passages`.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The `shares_quoted` table: for each leader a row for all the speeches together (`speech_id` missing), then one
        for each speech; of each, first all groups together (`group` missing), then the groups by name.

    Raises
    ------
    TableError
        When a table or `confidence` is not what it should be, or the tables do not belong together.

    Notes
    -----
    share_quoted = distinct words of the speech in quoted stretches / words of the speech. However often a word is
    quoted, it counts once: more stories quote more, and groups of different size are not comparable by this share
    alone (`n_stories` stands beside it). `n_words_verbatim` leaves out the passages that differing quotations come
    from. Paraphrase is counted apart: words of paraphrased passages that are not quoted.

    The interval is a jackknife over the stories that take something of the speech, the speech fixed; see
    `jackknife_ends` for why the bootstrap cannot be used here. It says what as many other stories of the group
    would have quoted; it lies within 0 and 1. Under 8 stories, or where one holds over half, there is none.

    Examples
    --------
    >>> from framing.schema import make_table
    >>> articles = make_table("articles", {"article_id": ["a"], "story_id": ["a"], "outlet": ["The Lantern"],
    ...     "text": ['"Nobody will close it."'], "body_start": [0], "warnings": [[]]})
    >>> speeches = make_table("speeches", {"speech_id": ["s"], "leader": ["Ada Brook"],
    ...     "text": ["It rained. Nobody will close it. Good night."]})
    >>> alignments = make_table("alignments", {"remark_id": ["r"], "article_id": ["a"], "leader": ["Ada Brook"],
    ...     "part": [1], "start": [1], "end": [22], "voice": ["quoted"], "kind": ["verbatim"], "speech_id": ["s"],
    ...     "speech_start": [11], "speech_end": [31], "similarity": [1.0], "pairs": [[[1, 21, 11, 31]]],
    ...     "changes": [[]], "n_speeches": [1]})
    >>> shares = share_quoted(alignments, articles, speeches)
    >>> shares.loc[shares["group"].notna() & shares["speech_id"].notna(), ["n_words", "n_words_quoted", "share_quoted"]]
       n_words  n_words_quoted  share_quoted
    3        8               4           0.5
    """
    if not is_number(confidence) or not 0 < confidence < 1:
        raise TableError(f"confidence={confidence!r}: give a number between 0 and 1, such as 0.95.")
    transcripts, uptakes, groups = gather_uptakes(alignments, articles, speeches, by=by)
    rows = []
    for leader in dict.fromkeys(transcript.leader for transcript in transcripts):
        own = [number for number, transcript in enumerate(transcripts) if transcript.leader == leader]
        for numbers in (own, *([number] for number in own)):
            speech_id = transcripts[numbers[0]].speech_id if numbers is not own else None
            for group in (None, *groups):
                taken = [one for one in uptakes if one.speech in numbers and group in (None, one.group)]
                row = {"group": group, "speech_id": speech_id, "leader": leader}
                rows.append(row | _share(taken, [(number, transcripts[number]) for number in numbers], confidence))
    names = schema.column_names("shares_quoted")
    return schema.make_table("shares_quoted", {name: [row[name] for row in rows] for name in names})


def _share(uptakes: list[Uptake], speeches: list[tuple[int, Transcript]], confidence: float) -> dict[str, Any]:
    """The counts, the shares and the interval of one group and some speeches."""
    n_words = sum(len(transcript.words) for _, transcript in speeches)
    quoted, around, verbatim = 0, 0, 0
    for number, transcript in speeches:
        own = [one for one in uptakes if one.speech == number]
        in_quotes, outside = words_taken(own, transcript)
        quoted, around = quoted + int(in_quotes.sum()), around + int(outside.sum())
        verbatim += int(np.any([one.words[0] for one in own], axis=0).sum()) if own else 0
    stories = by_story(uptakes)
    row: dict[str, Any] = {"n_words": n_words, "n_words_quoted": quoted, "n_words_verbatim": verbatim}
    row |= {"n_words_paraphrased": around, "n_remarks": len({name for one in uptakes for name in one.remarks})}
    row |= {"n_stories": len(stories), "ci_low": np.nan, "ci_high": np.nan}
    row |= {"share_quoted": quoted / n_words if n_words else np.nan}
    row |= {"share_paraphrased": around / n_words if n_words else np.nan}
    if not n_words:
        return row | {"note": "no words"}
    if not stories:
        return row | {"note": NOTHING_TAKEN}
    counts = _quoted_words(stories, speeches)
    refused = refuse_stories(counts.sum(axis=1)) if quoted else NO_SPREAD
    if refused is not None:
        return row | {"note": refused}
    without = (counts.sum(axis=0) - counts > 0).mean(axis=1)
    low, high = jackknife_ends(quoted / n_words, without, confidence=confidence)
    missing = bool(np.isnan(low))
    ends = {"ci_low": max(low, 0.0), "ci_high": min(high, 1.0)} if not missing else {}
    return row | ends | {"note": NO_SPREAD if missing else None}


def _quoted_words(stories: list[list[Uptake]], speeches: Iterable[tuple[int, Transcript]]) -> Floats:
    """Which words of the speeches each story quotes, one row per story."""
    columns = []
    for number, transcript in speeches:
        counts = np.zeros((len(stories), len(transcript.words)))
        for row, story in enumerate(stories):
            for one in story:
                if one.speech == number:
                    counts[row] = np.maximum(counts[row], one.quoted)
        columns.append(counts)
    return np.hstack(columns)
