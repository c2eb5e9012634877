"""What each story adds to two groups: the columns that are resampled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import TableError
from framing.measures.contrasts import Numbers, Sides
from framing.measures.groups import (
    NOWHERE,
    Grouped,
    by_columns,
    count_distinct,
    count_rows,
    number_groups,
    order_groups,
)


def gather_stories(
    grouped: Grouped, tokens: pd.DataFrame, *, pair: Sequence[Any], n_frames: int, unit: str, strata: Sequence[str]
) -> dict[str, Sides]:
    """Return what each story adds to the two groups, by each measure.

    Parameters
    ----------
    grouped : Grouped
        Words and hits by one column.
    tokens : pandas.DataFrame
        The tokens they are of.
    pair : sequence of two
        The names of the groups.
    n_frames : int
        Frames of the lexicon: the columns.
    unit : str
        The column of `tokens` that names the story.
    strata : sequence of str
        Columns of `tokens` that make strata; () for none. Words with a missing value are a stratum of their own.

    Returns
    -------
    dict of str to Sides
        For `share_remarks` remarks with a term over remarks, for `per_1000` hits over words. Stories in the order of
        their ids, strata in that of their names. A story that spans several strata is resampled in the one that holds
        most of its words, the first of equals.

    Raises
    ------
    TableError
        When a column is missing, or a word has no story.

    Examples
    --------
    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> from framing.measures.groups import group_words
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> records = [{"article_id": "a", "outlet": "The Lantern", "text": "A gale came. We left."},
    ...     {"article_id": "b", "outlet": "Port Post", "text": "We slept."}]
    >>> tokens = tokenize(articles_from_records(records, source="notes"))
    >>> grouped = group_words(find_matches(tokens, weather), tokens, weather, by="outlet", voices=None)
    >>> pair = ["The Lantern", "Port Post"]
    >>> sides = gather_stories(grouped, tokens, pair=pair, n_frames=1, unit="story_id", strata=())
    >>> [side.tolist() for side in sides["share_remarks"].words]
    [[[2.0], [0.0]], [[0.0], [1.0]]]
    """
    by_columns([unit, *strata], tokens, "tokens")
    code = np.array([pair.index(name[0]) if name[0] in pair else NOWHERE for name in grouped.names], dtype=np.int64)
    side = code[grouped.words["group"].to_numpy()]
    words = grouped.words[side != NOWHERE]
    rows = words.index.to_numpy()
    story, n_stories = _number_stories(tokens[unit].iloc[rows], unit)
    stratum = _number_strata(tokens.iloc[rows], strata)
    pairs, record = np.unique(story * (stratum.max(initial=0) + 1) + stratum, return_inverse=True)
    cell = record.reshape(-1) * 2 + side[side != NOWHERE]
    own_story, own_stratum = np.divmod(pairs, stratum.max(initial=0) + 1)
    block = _main_strata(own_story, own_stratum, count_rows(cell // 2, len(pairs)), n_stories)
    n_cells = 2 * len(pairs)
    cell_of_row = np.full(len(tokens), NOWHERE)
    cell_of_row[rows] = cell
    of_hits = cell_of_row[grouped.hits["row"].to_numpy(np.int64)]
    hits = grouped.hits[of_hits != NOWHERE]
    columns = of_hits[of_hits != NOWHERE] * n_frames + hits["frame"].to_numpy(np.int64)

    def sides(numerator: Numbers, denominator: Numbers) -> Sides:
        """The two groups apart, records in rows, frames in columns."""
        top = numerator.reshape(-1, 2, n_frames).astype(np.float64)
        bottom = denominator.reshape(-1, 2, 1).astype(np.float64)
        return Sides((top[:, 0], top[:, 1]), (bottom[:, 0], bottom[:, 1]), own_story, own_stratum, block)

    return {
        "share_remarks": sides(
            count_distinct(columns, hits["unit"], n_cells * n_frames), count_distinct(cell, words["unit"], n_cells)
        ),
        "per_1000": sides(count_rows(columns, n_cells * n_frames), count_rows(cell, n_cells)),
    }


def _number_stories(ids: pd.Series, unit: str) -> tuple[Numbers, int]:
    """The number of each word's story, stories in the order of their ids, and how many there are."""
    missing = ids[ids.isna()].index.tolist()
    if missing:
        raise TableError(f"tokens: row {missing[0]}: no {unit}. Give every word the {unit} it was sampled with.")
    numbers, names = pd.factorize(ids, sort=True)
    return np.asarray(numbers, dtype=np.int64), len(names)


def _number_strata(words: pd.DataFrame, strata: Sequence[str]) -> Numbers:
    """The number of each word's stratum, strata in the order of their names."""
    names, numbers = number_groups(words, strata)
    return np.argsort(order_groups(names, [0] * len(names)))[numbers].astype(np.int64)


def _main_strata(story: Numbers, stratum: Numbers, n_words: Numbers, n_stories: int) -> Numbers:
    """The stratum that holds most words of each story, the first of equals."""
    block = np.zeros(n_stories, dtype=np.int64)
    order = np.lexsort((-stratum, n_words))  # the last that is written stays
    block[story[order]] = stratum[order]
    return block
