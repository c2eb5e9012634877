"""How often a frame's vocabulary is used: rates per group, presence per document, counts per term."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.lexicon import Lexicon
from framing.measures.groups import Grouped, count_distinct, count_rows, group_words, name_columns

# One hit in 100 words is already 10 per 1,000: below that a rate says how short the text is, not how it is framed.
FEWEST_WORDS = 100
# Under 15 remarks one remark moves the share by 7 points, and a share of a half is known to 25 points either way.
FEWEST_REMARKS = 15
# Keeps a document of a few words from carrying a frame by one term. Taken as it was measured: on 219 long articles with
# human codes, distinct terms over log(20 + words) told the documents that carry a frame apart better than rates did.
EXTRA_WORDS = 20

NO_WORDS = "no words"
UNDER_100_WORDS = f"under {FEWEST_WORDS} words"
ONE_STORY = "one story: counts only"


def frame_rates(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str | Iterable[str],
    voices: Iterable[str] | None = None,
    groups: Iterable[Any] | None = None,
) -> pd.DataFrame:
    """Return how often each group uses the terms of each frame, as shares of remarks and per 1,000 words.

    Parameters
    ----------
    matches : pandas.DataFrame
        The `matches` table: hits of `lexicon` in `tokens`. A frame without any hit counts zero.
    tokens : pandas.DataFrame
        The `tokens` table, with or without voices.
    lexicon : Lexicon
        The lexicon that was matched: it says which frames there are.
    by : str or iterable of str
        Columns of `tokens` that make the groups, such as "outlet" or ("leader", "voice"); () for one group of all.
    voices : iterable of str, optional
        Whose words count: of "quoted", "paraphrased", "narrated". Needed when `tokens` has voices and `by` leaves them
        out, since the leader's words and the outlet's are not to be mixed unasked.
    groups : iterable, optional
        Groups to show even when they have no word (tuples, when `by` names several columns).

    Returns
    -------
    pandas.DataFrame
        The `by` columns, then the `rates` table: one row per group and frame, zeros included. Groups with most words
        first, then by name, those with a missing name last (words of no leader are a group, so that groups add up to
        the whole); frames in the lexicon's order.

    Raises
    ------
    TableError
        When a table, a column, a voice or the lexicon is not what it should be, or `voices` is needed.

    Notes
    -----
    `n_remarks` counts remarks of quoted and paraphrased words and sentences of narrated words, or of words without
    voices. So a remark with both quoted and paraphrased words is one remark of each voice: words and hits add up over
    voices, remarks do not. A hit belongs to the group of its first word; negated hits count. Words of a remark that
    repeats an earlier one of its article are left out.

    Narrated sentences that name a leader without a remark are counted with `by="mentions_leader", voices="narrated"`;
    all other narrated words are the group without a name.

    `per_1000` is missing under 100 words, `share_remarks` without remarks. `note` says "no words", "under 100 words",
    "too few remarks" (or sentences; under 15) and "one story: counts only", joined by "; ".

    Longer lists of terms score higher: compare groups within a frame, not frames with one another.

    Examples
    --------
    Eleven words in three sentences, all three with a word for wind.

    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> terms = (Term("storm", "gale"), Term("storm", "squall"), Term("trade", "cargo"))
    >>> frames = {"storm": "wind words", "trade": "words for goods"}
    >>> harbour = Lexicon("harbour", "1.0", "en", "", "CC0-1.0", frames, terms)
    >>> text = "A gale came. A squall came. Then, after the squall, quiet."
    >>> tokens = tokenize(articles_from_records([{"article_id": "a", "text": text}], source="notes"))
    >>> rates = frame_rates(find_matches(tokens, harbour), tokens, harbour, by="article_id")
    >>> rates[["article_id", "frame", "n_remarks", "share_remarks", "n_matches", "n_tokens"]]
      article_id  frame  n_remarks  share_remarks  n_matches  n_tokens
    0          a  storm          3            1.0          3        11
    1          a  trade          3            0.0          0        11
    >>> rates["note"][0]
    'under 100 words; too few sentences; one story: counts only'
    """
    return rates_of_groups(group_words(matches, tokens, lexicon, by=by, voices=voices, groups=groups), lexicon)


def rates_of_groups(grouped: Grouped, lexicon: Lexicon) -> pd.DataFrame:
    """Return the rates of words and hits that are grouped already.

    Parameters
    ----------
    grouped : Grouped
        What `group_words` gives.
    lexicon : Lexicon
        The lexicon that was matched.

    Examples
    --------
    `frame_rates` is this after `group_words`.

    >>> rates_of_groups.__annotations__["return"]
    'pd.DataFrame'
    """
    columns = schema.column_names("rates")
    clash = [name for name in grouped.by if name in columns]
    if clash:
        raise TableError(f"by: {clash[0]!r} is a column of the rates themselves. Rename that column of tokens.")
    n_frames = len(lexicon.frames)
    of_groups = {name: np.repeat(values, n_frames) for name, values in _of_groups(grouped).items()}
    rows = of_groups | _of_cells(grouped, n_frames) | _keys(grouped, lexicon)
    rows["share_remarks"] = _ratio(rows["n_remarks_with_term"], rows["n_remarks"], at_least=1)
    rows["per_1000"] = 1000 * _ratio(rows["n_matches"], rows["n_tokens"], at_least=FEWEST_WORDS)
    return schema.make_table("rates", rows, extra=grouped.by)[[*grouped.by, *columns]]


def _ratio(counts: Any, totals: Any, *, at_least: int) -> Any:
    """Counts over totals; missing where the total is smaller than it must be."""
    return counts / np.where(totals >= at_least, totals, np.nan)


def _keys(grouped: Grouped, lexicon: Lexicon) -> dict[str, Any]:
    """The columns that say which group and frame a row is about."""
    frames = list(lexicon.frames)
    names = [name for name in grouped.names for _ in frames]
    n_rows = len(names)
    return name_columns(grouped.by, names) | {"lexicon": [lexicon.label] * n_rows, "frame": frames * len(grouped.names)}


def _of_groups(grouped: Grouped) -> dict[str, Any]:
    """What is counted once per group: words, units, stories, and the note."""
    words, n_groups = grouped.words, len(grouped.names)
    n_remarks = count_distinct(words["group"][words["in_remark"]], words["unit"][words["in_remark"]], n_groups)
    n_units = count_distinct(words["group"], words["unit"], n_groups)
    n_stories = count_distinct(words["group"], words["story_id"], n_groups)
    rows = zip(grouped.n_tokens, n_remarks, n_units - n_remarks, n_stories, strict=True)
    notes = np.array([note_of(*map(int, row)) for row in rows], dtype=object)
    return {"n_tokens": grouped.n_tokens, "n_remarks": n_units, "n_stories": n_stories, "note": notes}


def _of_cells(grouped: Grouped, n_frames: int) -> dict[str, Any]:
    """What is counted per group and frame, group by group."""
    hits, n_cells = grouped.hits, len(grouped.names) * n_frames
    cell = (hits["group"] * n_frames + hits["frame"]).to_numpy(np.int64)
    return {
        "n_matches": count_rows(cell, n_cells),
        "n_negated": count_rows(cell[hits["negated"].to_numpy(bool)], n_cells),
        "n_remarks_with_term": count_distinct(cell, hits["unit"], n_cells),
    }


def note_of(n_tokens: int, n_remarks: int, n_sentences: int, n_stories: int) -> str | None:
    """Say what a reader must know about a group; None when nothing.

    Examples
    --------
    >>> note_of(n_tokens=400, n_remarks=9, n_sentences=0, n_stories=3)
    'too few remarks'
    """
    if n_tokens == 0:
        return NO_WORDS
    notes = [UNDER_100_WORDS] if n_tokens < FEWEST_WORDS else []
    if n_remarks + n_sentences < FEWEST_REMARKS:
        kinds = ["remarks"] * (n_remarks > 0) + ["sentences"] * (n_sentences > 0)
        notes.append(f"too few {' and '.join(kinds)}")
    if n_stories == 1:
        notes.append(ONE_STORY)
    return "; ".join(notes) or None


def presence(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str | Iterable[str] = "article_id",
    voices: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return how strongly each document carries each frame: its different terms, for its length.

    Parameters
    ----------
    matches, tokens, lexicon
        As for `frame_rates`.
    by : str or iterable of str
        Columns of `tokens` that make a document.
    voices : iterable of str, optional
        Whose words count; all when not given, since a document speaks in all its voices.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, `frame`, `n_distinct_terms` (patterns with at least one hit), `n_tokens`, `presence`; one row
        per document and frame, zeros included, in the order of `frame_rates`.

    Raises
    ------
    TableError
        When a table, a column, a voice or the lexicon is not what it should be.

    Notes
    -----
    presence = distinct terms / log(20 + words), natural logarithm. Whoever judges whether an article carries a frame
    answers once: the fifth use of one word is no fifth piece of evidence, and a long article that has the frame in one
    passage does have it. It decides about a document; to compare groups use `frame_rates`.

    Examples
    --------
    Two different terms in eleven words, one of them twice: 2 / log(31).

    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> terms = (Term("storm", "gale"), Term("storm", "squall"), Term("trade", "cargo"))
    >>> frames = {"storm": "wind words", "trade": "words for goods"}
    >>> harbour = Lexicon("harbour", "1.0", "en", "", "CC0-1.0", frames, terms)
    >>> text = "A gale came. A squall came. Then, after the squall, quiet."
    >>> tokens = tokenize(articles_from_records([{"article_id": "a", "text": text}], source="notes"))
    >>> presence(find_matches(tokens, harbour), tokens, harbour).round(3)
      article_id  frame  n_distinct_terms  n_tokens  presence
    0          a  storm                 2        11     0.582
    1          a  trade                 0        11     0.000
    """
    grouped = group_words(matches, tokens, lexicon, by=by, voices=voices, ask_voices=False)
    n_frames, n_groups = len(lexicon.frames), len(grouped.names)
    n_tokens = np.repeat(grouped.n_tokens, n_frames)
    cell = grouped.hits["group"] * n_frames + grouped.hits["frame"]
    n_terms = count_distinct(cell, grouped.hits["pattern"], n_groups * n_frames)
    names = [name for name in grouped.names for _ in range(n_frames)]
    return pd.DataFrame(
        name_columns(grouped.by, names)
        | {"frame": pd.Series(list(lexicon.frames) * n_groups, dtype="str")}
        | {"n_distinct_terms": n_terms, "n_tokens": n_tokens, "presence": n_terms / np.log(EXTRA_WORDS + n_tokens)}
    )


def count_terms(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str | Iterable[str],
    voices: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return which terms stand behind each frame in each group.

    Parameters
    ----------
    matches, tokens, lexicon, by, voices
        As for `frame_rates`, so that the counts add up to its `n_matches`.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, `frame`, `pattern`, `n_matches`, `n_negated`; one row per pattern that has a hit. Groups as in
        `frame_rates`, frames in the lexicon's order, then the commonest pattern first, equals by pattern.

    Raises
    ------
    TableError
        As `frame_rates`.

    Examples
    --------
    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> terms = (Term("storm", "gale"), Term("storm", "squall"), Term("trade", "cargo"))
    >>> frames = {"storm": "wind words", "trade": "words for goods"}
    >>> harbour = Lexicon("harbour", "1.0", "en", "", "CC0-1.0", frames, terms)
    >>> text = "A gale came. A squall came. Then, after the squall, quiet."
    >>> tokens = tokenize(articles_from_records([{"article_id": "a", "text": text}], source="notes"))
    >>> count_terms(find_matches(tokens, harbour), tokens, harbour, by="article_id")
      article_id  frame pattern  n_matches  n_negated
    0          a  storm  squall          2          0
    1          a  storm    gale          1          0
    """
    grouped = group_words(matches, tokens, lexicon, by=by, voices=voices)
    of_terms = grouped.hits.groupby(["group", "frame", "pattern"], sort=True, observed=True)["negated"]
    counts = of_terms.agg(n_matches="size", n_negated="sum").reset_index()
    counts = counts.sort_values(["group", "frame", "n_matches", "pattern"], ascending=[True, True, False, True])
    frames = list(lexicon.frames)
    names = [grouped.names[number] for number in counts["group"]]
    return pd.DataFrame(
        name_columns(grouped.by, names)
        | {"frame": pd.Series([frames[number] for number in counts["frame"]], dtype="str")}
        | {"pattern": pd.Series(counts["pattern"].tolist(), dtype="str")}
        | {name: counts[name].to_numpy(np.int64) for name in ("n_matches", "n_negated")}
    )
