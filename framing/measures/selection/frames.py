"""Do the passages that are taken carry a frame's terms more often than those left out?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.lexicon import Lexicon
from framing.measures.comparison import adjust_p
from framing.measures.groups import check_lexicon
from framing.measures.selection.shifts import shift_p
from framing.measures.selection.story_jackknife import jackknife_ends
from framing.measures.selection.uptake import (
    Transcript,
    Truths,
    Uptake,
    by_story,
    gather_uptakes,
    sentences_taken,
)
from framing.measures.selection.wording import Floats
from framing.measures.settings import is_number
from framing.measures.story_intervals import NO_SPREAD, refuse_stories

# Under so many sentences on a side, or selected ones with a term, one story more or less can double a share or leave
# all as it was: with one or two omitted sentences, or two or three with a term, simulated intervals covered the truth
# in 6 to 87 of 100 cases (`simulate` in benchmarks/selection_intervals.py, without its refusals).
FEWEST_SENTENCES = 5
FEW_SENTENCES = f"under {FEWEST_SENTENCES} sentences selected, omitted, or selected with a term: no interval"
UNDEFINED = {"share_selected": "nothing is selected", "share_omitted": "nothing is omitted"}


def compare_selection(
    alignments: pd.DataFrame,
    articles: pd.DataFrame,
    speeches: pd.DataFrame,
    matches: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str = "outlet",
    per_leader: bool = True,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return whether the sentences a group selects from speeches carry a frame's terms more often than those it omits.

    Parameters
    ----------
    alignments, articles, speeches, by
        As for `find_passages`.
    matches : pandas.DataFrame
        The `matches` table of the lexicon in the *speeches*: `find_matches` in the tokens of `speeches_as_articles`.
    lexicon : Lexicon
        Whose terms they are.
    per_leader : bool
        Whether each leader's speeches are compared apart, or all speeches together.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        The `selection` table: one row per group (first all together, with a missing group), leader and frame.

    Raises
    ------
    TableError
        When a table or a setting is not what it should be, or the tables do not belong together.

    Notes
    -----
    A sentence is selected when the group quotes or paraphrases a word of it. `difference` is the share of selected
    sentences with a term less that of omitted ones; negated terms count.

    The interval is a jackknife over the stories that take something, the speeches fixed (see `jackknife_ends`). It is
    missing under 8 stories, where one story holds over half, and under 5 sentences selected, omitted, or selected with
    a term. `p_value` asks something else: whether the selection, turned along each speech as on a ring, meets the terms
    as often by chance (`shift_p`). All turns are counted and nothing is drawn; a speech of 40 sentences can give no p
    under 1/40.

    Examples
    --------
    >>> from framing import find_matches, speeches_as_articles, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> from framing.schema import make_table
    >>> terms = (Term("flood", "rain*"),)
    >>> lexicon = Lexicon("water", "1.0", "en", "", "CC0-1.0", {"flood": "water where it should not be"}, terms)
    >>> articles = make_table("articles", {"article_id": ["a"], "story_id": ["a"], "outlet": ["The Lantern"],
    ...     "text": ['"It rained."'], "body_start": [0], "warnings": [[]]})
    >>> speeches = make_table("speeches", {"speech_id": ["s"], "leader": ["Ada Brook"],
    ...     "text": ["It rained. Nobody will close it. Good night."]})
    >>> alignments = make_table("alignments", {"remark_id": ["r"], "article_id": ["a"], "leader": ["Ada Brook"],
    ...     "part": [1], "start": [1], "end": [10], "voice": ["quoted"], "kind": ["verbatim"], "speech_id": ["s"],
    ...     "speech_start": [0], "speech_end": [9], "similarity": [1.0], "pairs": [[[1, 10, 0, 9]]],
    ...     "changes": [[]], "n_speeches": [1]})
    >>> matches = find_matches(tokenize(speeches_as_articles(speeches)), lexicon)
    >>> selection = compare_selection(alignments, articles, speeches, matches, lexicon)
    >>> selection[["n_selected", "n_omitted", "share_selected", "share_omitted", "difference"]]
       n_selected  n_omitted  share_selected  share_omitted  difference
    0           1          2             1.0            0.0         1.0
    1           1          2             1.0            0.0         1.0
    """
    if not is_number(confidence) or not 0 < confidence < 1:
        raise TableError(f"confidence={confidence!r}: give a number between 0 and 1, such as 0.95.")
    transcripts, uptakes, groups = gather_uptakes(alignments, articles, speeches, by=by)
    marked = _marked_sentences(matches, lexicon, transcripts)
    leaders = list(dict.fromkeys(transcript.leader for transcript in transcripts)) if per_leader else [None]
    rows: list[dict[str, Any]] = []
    for group in (None, *groups):
        for leader in leaders:
            numbers = [k for k, one in enumerate(transcripts) if leader in (None, one.leader)]
            own = [one for one in uptakes if one.speech in numbers and group in (None, one.group)]
            taken = _taken_sentences(by_story(own), numbers, transcripts)
            for frame in lexicon.frames:
                row = {"group": group, "leader": leader, "lexicon": lexicon.label, "frame": frame}
                marks = [marked[frame][number] for number in numbers]
                rows.append(row | {"confidence": confidence} | _compare(taken, marks, confidence))
    names = [name for name in schema.column_names("selection") if name != "p_adjusted"]
    table = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype="object") for name in names})
    return schema.make_table("selection", table.assign(p_adjusted=adjust_p(table["p_value"])))


def _marked_sentences(
    matches: pd.DataFrame, lexicon: Lexicon, transcripts: list[Transcript]
) -> dict[str, list[Truths]]:
    """For each frame and speech, which sentences have a term."""
    schema.check_table(matches, "matches")
    check_lexicon(matches, lexicon)
    known = {transcript.speech_id for transcript in transcripts}
    unknown = matches.loc[~matches["article_id"].isin(known), "article_id"]
    if len(unknown):
        raise TableError(
            f"matches: row {unknown.index[0]}: {unknown.iloc[0]!r} is no speech_id. Give the hits in the speeches: "
            "find_matches(tokenize(speeches_as_articles(speeches)), lexicon)."
        )
    marked = {frame: [np.zeros(len(one.sentences), dtype=np.bool_) for one in transcripts] for frame in lexicon.frames}
    number = {transcript.speech_id: place for place, transcript in enumerate(transcripts)}
    for speech_id, frame, start in zip(matches["article_id"], matches["frame"], matches["start"], strict=True):
        speech = number[speech_id]
        sentence = int(np.searchsorted(transcripts[speech].sentences[:, 0], int(start), side="right")) - 1
        marked[frame][speech][sentence] = True
    return marked


def _taken_sentences(stories: list[list[Uptake]], numbers: list[int], transcripts: list[Transcript]) -> list[Truths]:
    """For each speech, which sentences each story takes: a row per story."""
    found = []
    for number in numbers:
        taken = np.zeros((len(stories), len(transcripts[number].sentences)), dtype=np.bool_)
        for row, story in enumerate(stories):
            for one in story:
                if one.speech == number:
                    taken[row] |= sentences_taken(one.taken, transcripts[number])
        found.append(taken)
    return found


def _compare(taken: list[Truths], marks: list[Truths], confidence: float) -> dict[str, Any]:
    """The shares of one row, their difference, its interval and its p."""
    by_sentence, marked = np.hstack(taken), np.concatenate(marks)
    selected = by_sentence.any(axis=0)
    n_selected, n_omitted = int(selected.sum()), int((~selected).sum())
    row: dict[str, Any] = {"n_selected": n_selected, "n_omitted": n_omitted, "n_stories": len(by_sentence)}
    row |= dict.fromkeys(("difference", "ci_low", "ci_high", "p_value"), np.nan)
    row |= {"share_selected": float(marked[selected].mean()) if n_selected else np.nan}
    row |= {"share_omitted": float(marked[~selected].mean()) if n_omitted else np.nan}
    undefined = [why for name, why in UNDEFINED.items() if np.isnan(row[name])]
    if undefined:
        return row | {"note": "; ".join(undefined)}
    row["difference"] = row["share_selected"] - row["share_omitted"]
    row["p_value"] = shift_p([one.any(axis=0) for one in taken], marks)
    refused = refuse_stories(by_sentence.sum(axis=1))
    if refused is None and min(n_selected, n_omitted, int(marked[selected].sum())) < FEWEST_SENTENCES:
        refused = FEW_SENTENCES
    if refused is None:
        without = by_sentence.sum(axis=0) - by_sentence.astype(np.int64) > 0
        low, high = jackknife_ends(row["difference"], _differences(without, marked), confidence=confidence)
        refused = NO_SPREAD if np.isnan(low) else None
        row |= {} if refused else {"ci_low": max(low, -1.0), "ci_high": min(high, 1.0)}
    return row | {"note": refused}


def _differences(selected: Truths, marked: Truths) -> Floats:
    """The difference for each row of a table of selections; not a number where a side is empty."""
    n_selected, n_marked = selected.sum(axis=1), selected @ marked.astype(np.float64)
    n_omitted = len(marked) - n_selected
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(n_marked / n_selected - (marked.sum() - n_marked) / n_omitted, dtype=np.float64)
