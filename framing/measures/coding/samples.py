"""Random samples of units, from every stratum, with the chance each unit had."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing import schema
from framing.cells import is_missing
from framing.errors import TableError, did_you_mean
from framing.kinds import is_cell
from framing.measures.coding.units import HITS

FRAME = "frame"  # what `by` calls the frame whose terms a unit holds
NOTHING = "none"
NOBODY = "nobody"
# With one unit of a stratum nothing is known of how its units differ, and no variance can be estimated.
FEWEST_OF_STRATUM = 2


def sample_units(units: pd.DataFrame, *, n: int, by: str | Iterable[str] = (), seed: int) -> pd.DataFrame:
    """Return a random sample of units, from every stratum, with the chance each unit had.

    Parameters
    ----------
    units : pandas.DataFrame
        The `units` table: the population, as `find_units` gives it.
    n : int
        Size of the sample; the whole population when it is smaller.
    by : str or iterable of str
        Columns of `units` that make the strata, such as "leader" or "form". "frame" stands for the frame whose terms
        the unit holds (the rarest of them, when it holds several), or none.
    seed : int
        Which sample. The same seed draws the same units from the same population, whatever the order of its rows, and
        a larger `n` keeps what a smaller one drew.

    Returns
    -------
    pandas.DataFrame
        The units drawn, in random order, with their `stratum` and `inclusion_probability`.

    Raises
    ------
    TableError
        When `units` is no table of units, a column is not there, or `n` is too small to draw from every stratum: what
        is never drawn cannot be estimated.

    Notes
    -----
    Each unit gets a number between 0 and 1 from `seed` and its `unit_id`; of each stratum the units with the smallest
    numbers are drawn (permanent random numbers, Ohlsson 1995). So every unit of a stratum of N of which m are drawn has
    the chance m / N, exactly.

    Strata receive units in proportion to the square root of their size (power allocation, Bankier 1988), two at least;
    those with fewer are taken whole. Proportional shares would leave rare frames with hardly a unit, equal ones would
    give each of the many units without a hit a large weight. With a sample of this kind plain shares are wrong: weight
    by 1 / `inclusion_probability`.

    References
    ----------
    Bankier, M. D. (1988). Power allocations: Determining sample sizes for subnational areas. The American Statistician,
    42(3), 174-177.

    Ohlsson, E. (1995). Coordination of samples using permanent random numbers. In Business Survey Methods. Wiley.

    Examples
    --------
    Of four units of one leader and a hundred of another, twelve: two and ten, by the roots 2 and 10.

    >>> rows = {"unit_id": [f"u{k}" for k in range(104)], "article_id": "a", "story_id": "a", "outlet": None,
    ...     "unit": "remark", "start": 0, "end": 9, "remark_id": None, "leader": ["Ada"] * 4 + ["Ben"] * 100,
    ...     "stratum": "all", "inclusion_probability": 1.0}
    >>> drawn = sample_units(pd.DataFrame(rows), n=12, by="leader", seed=1)
    >>> drawn.groupby("stratum")["inclusion_probability"].agg(["size", "first"]).to_dict("index")
    {'leader: Ada': {'size': 2, 'first': 0.5}, 'leader: Ben': {'size': 10, 'first': 0.1}}
    """
    schema.check_table(units, "units")
    for name, value, least in (("n", n, 1), ("seed", seed, 0)):
        if not is_cell(value, "whole number") or value < least:
            raise TableError(f"{name}={value!r}: give a whole number from {least}.")
    strata = _strata(units, (by,) if isinstance(by, str) else tuple(by))
    sizes = strata.value_counts().sort_index()
    shares = allocate(sizes, int(n))
    rank = _random_numbers(units, f"{seed}").groupby(strata).rank(method="first")
    drawn = units.assign(
        stratum=strata, inclusion_probability=units["inclusion_probability"] * strata.map(shares / sizes)
    )
    return shuffle_units(drawn[rank <= strata.map(shares)], seed=seed)


def shuffle_units(units: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Return units in random order, by other numbers than those they were drawn by: these would put large strata first.

    Examples
    --------
    >>> shuffle_units(pd.DataFrame({"unit_id": ["u1", "u2", "u3"]}), seed=1)["unit_id"].tolist()
    ['u3', 'u2', 'u1']
    """
    return units.loc[_random_numbers(units, f"{seed} order").sort_values().index].reset_index(drop=True)


def _random_numbers(units: pd.DataFrame, seed: str) -> pd.Series:
    """A number between 0 and 1 for each unit, that belongs to it and the seed."""
    digests = (hashlib.sha256(f"{seed}\n{name}".encode()).digest() for name in units["unit_id"])
    numbers = [int.from_bytes(digest[:8], "big") / 2**64 for digest in digests]
    return pd.Series(numbers, index=units.index, dtype="float64")


def _strata(units: pd.DataFrame, by: tuple[str, ...]) -> pd.Series:
    """The stratum of each unit, named by its values."""
    parts = []
    for name in by:
        if name == FRAME:
            cells = _rarest_frame(units)
        elif name in units.columns:
            empty = NOBODY if name == "leader" else NOTHING
            cells = [empty if is_missing(cell) else str(cell) for cell in units[name]]
        else:
            raise TableError(f"units: no column {name!r} to sample by.{did_you_mean(name, [*units.columns, FRAME])}")
        parts.append([f"{name}: {cell}" for cell in cells])
    labels = ["; ".join(cells) for cells in zip(*parts, strict=True)] if parts else ["all"] * len(units)
    return pd.Series(labels, index=units.index, dtype="object")


def _rarest_frame(units: pd.DataFrame) -> list[str]:
    """For each unit, of the frames whose terms it holds the one that fewest units hold."""
    columns = [name for name in map(str, units.columns) if name.startswith(HITS)]
    if not columns:
        raise TableError("units: no column of hits to sample by frame. Find the units with matches and a lexicon.")
    holds = units[columns].to_numpy() > 0
    rare_first = np.argsort(holds.sum(axis=0), kind="stable")
    found = np.full(len(units), NOTHING, dtype=object)
    for number in rare_first[::-1]:  # the rarest has the last word
        found[holds[:, number]] = columns[number].removeprefix(HITS)
    return [str(frame) for frame in found]


def allocate(sizes: pd.Series, n: int) -> pd.Series:
    """Return how many units to draw from each stratum: by the root of its size, two at least, never more than it has.

    Parameters
    ----------
    sizes : pandas.Series
        Units of each stratum.
    n : int
        Units to draw in all.

    Returns
    -------
    pandas.Series
        Whole numbers that add up to `n`, or to the whole population when it is smaller.

    Raises
    ------
    TableError
        When `n` is too small for two units of every stratum.

    Examples
    --------
    >>> allocate(pd.Series({"few": 1, "some": 25, "many": 400}), 26).to_dict()
    {'few': 1, 'some': 5, 'many': 20}
    """
    least = sizes.clip(upper=FEWEST_OF_STRATUM)
    if n < least.sum():
        raise TableError(
            f"n={n} is too small for {len(sizes)} strata: {least.sum()} units at least, {FEWEST_OF_STRATUM} of each. "
            "Draw more, or sample by fewer columns."
        )
    taken = np.zeros(len(sizes), dtype=np.int64)
    total = min(n, int(sizes.sum()))
    roots, most, fewest = np.sqrt(sizes.to_numpy(np.float64)), sizes.to_numpy(np.int64), least.to_numpy(np.int64)
    for _ in range(total):  # one unit at a time to the stratum that is furthest behind its share
        behind = np.where(taken >= most, -np.inf, np.where(taken < fewest, np.inf, roots / (taken + 0.5)))
        taken[int(behind.argmax())] += 1
    return pd.Series(taken, index=sizes.index)
