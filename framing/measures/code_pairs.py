"""Pairs of codes of one unit: what percent agreement, kappa and alpha are made of.

All three are ratios of counts that add up over stories, so a resample of stories is a sum of counts. NLTK's
`AnnotationTask` gives the same numbers, but cannot resample, calls constant codes perfect agreement and has no ordinal
distance: it is the authority of the tests, and gives the distance between sets.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.errors import TableError
from framing.measures.conflicts import code_set

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

_LARGEST = 1e100
LEVELS = ("nominal", "ordinal", "interval", "set")
MEASURES = ("percent", "kappa", "alpha")


class CodePairs(NamedTuple):
    """The codes of one question as numbers, and what each story adds to every count."""

    level: str
    values: list[Any]
    cells: Numbers  # of shape (cells, 2): the pairs of values that meet in a unit
    n_pairs: int
    n_coders: int
    n_coder_pairs: int
    n_units: int
    n_single: int
    has_stories: bool
    columns: Floats  # of shape (stories, counts)


def count_pairs(own: pd.DataFrame, level: str, stories: pd.Series | None) -> CodePairs:
    """Count what percent, kappa and alpha are made of, story by story."""
    own = own.sort_values(["unit_id", "coder"])  # sums of fractions depend on their order in the last digit
    codes = _values_of(own, level)
    values = sorted(set(codes), key=sorted if level == "set" else None)
    number = {value: place for place, value in enumerate(values)}
    table = pd.DataFrame(
        {
            "unit": own["unit_id"].to_numpy(),
            "coder": pd.factorize(own["coder"], sort=True)[0],
            "value": [number[code] for code in codes],
            "n": own.groupby("unit_id", observed=True)["unit_id"].transform("size").to_numpy(),
            "story": own["unit_id"].map(stories).to_numpy() if stories is not None else "",
        }
    )
    twice = table[table["n"] > 1].assign(story=lambda rows: pd.factorize(rows["story"], sort=True)[0])
    pairs = twice.merge(twice, on=["unit", "story", "n"], suffixes=("", "_other"))
    pairs = pairs[pairs["coder"] < pairs["coder_other"]]
    between = pd.factorize(pairs["coder"] * len(table) + pairs["coder_other"])[0]
    cells, cell = np.unique(pairs[["value", "value_other"]].to_numpy(np.int64), axis=0, return_inverse=True)
    n_between = int(between.max(initial=-1)) + 1
    story, n_values = pairs["story"].to_numpy(), len(values)
    n_stories = int(twice["story"].max()) + 1 if len(twice) else 0
    same = (pairs["value"] == pairs["value_other"]).to_numpy(float)
    columns = [
        _sums(twice["story"], twice["value"], 1.0, (n_stories, n_values)),
        _sums(story, cell.reshape(-1), 1 / (pairs["n"].to_numpy() - 1), (n_stories, len(cells))),
        _sums(story, between, 1.0, (n_stories, n_between)),
        _sums(story, between, same, (n_stories, n_between)),
        _sums(story, between * n_values + pairs["value"], 1.0, (n_stories, n_between * n_values)),
        _sums(story, between * n_values + pairs["value_other"], 1.0, (n_stories, n_between * n_values)),
    ]
    return CodePairs(
        level=level,
        values=values,
        cells=cells,
        n_pairs=len(pairs),
        n_coders=table["coder"].nunique(),
        n_coder_pairs=n_between,
        n_units=twice["unit"].nunique(),
        n_single=int((table["n"] == 1).sum()),
        has_stories=stories is not None,
        columns=np.concatenate(columns, axis=1),
    )


def _sums(rows: Any, columns: Any, weights: Any, shape: tuple[int, int]) -> Floats:
    """A matrix of sums of weights by row and column."""
    place = np.asarray(rows, dtype=np.int64) * shape[1] + np.asarray(columns, dtype=np.int64)
    weight = np.broadcast_to(np.asarray(weights, dtype=np.float64), place.shape)
    return np.asarray(np.bincount(place, weights=weight, minlength=shape[0] * shape[1]), float).reshape(shape)


def _values_of(own: pd.DataFrame, level: str) -> list[Any]:
    """Codes as their level compares them."""
    if level == "nominal":
        return [code.strip() for code in own["code"]]
    if level == "set":
        return [code_set(code) for code in own["code"]]
    numbers = pd.to_numeric(own["code"].astype("str"), errors="coerce").to_numpy(float)
    for place in np.flatnonzero(~np.isfinite(numbers)):
        unit, coder, question, code = (own[name].iloc[place] for name in ("unit_id", "coder", "question", "code"))
        raise TableError(
            f"codings: code {code!r} of {coder!r} for {question!r}, unit {unit!r}, is no number. {level.capitalize()} "
            'codes are written as numbers, as in 1, 2, 3; measure names with level="nominal".'
        )
    return list(numbers)


def measure(pairs: CodePairs, sums: Floats) -> Floats:
    """Percent, kappa and alpha of each row of counts; not a number where undefined."""
    n_values, n_cells, n_between = len(pairs.values), len(pairs.cells), pairs.n_coder_pairs
    ends = np.cumsum([n_values, n_cells, n_between, n_between, n_between * n_values])
    codes, cells, n, same, one, other = np.split(sums, ends, axis=1)
    percent = 100 * ratio(same.sum(axis=1), n.sum(axis=1))
    by_chance = (one * other).reshape(len(sums), n_between, n_values).sum(axis=2)
    kappas = ratio(n * same - by_chance, n * n - by_chance)
    defined = ~np.isnan(kappas)
    kappa = ratio(np.where(defined, kappas, 0).sum(axis=1), defined.sum(axis=1))
    return np.stack([percent, kappa, _alpha(pairs, codes, cells)], axis=1)


def _alpha(pairs: CodePairs, codes: Floats, cells: Floats) -> Floats:
    """Krippendorff's alpha from how often each value was given and each pair of values met."""
    first, second = pairs.cells[:, 0], pairs.cells[:, 1]
    n = codes.sum(axis=1)
    if pairs.level in ("nominal", "set"):
        distance = _distances(pairs.values, pairs.level)
        observed = 2 * cells @ distance[first, second]
        expected = ((codes @ distance) * codes).sum(axis=1)
    else:
        place = np.cumsum(codes, axis=1) - codes / 2  # the rank of a value among all codes, ties in the middle
        if pairs.level == "interval":
            place = np.broadcast_to(_centred(np.array(pairs.values)), codes.shape)
        observed = 2 * (cells * (place[:, first] - place[:, second]) ** 2).sum(axis=1)
        expected = 2 * (n * (codes * place**2).sum(axis=1) - (codes * place).sum(axis=1) ** 2)
    expected = np.where((codes > 0).sum(axis=1) > 1, expected, 0.0)
    return np.asarray(1 - ratio((n - 1) * observed, expected))


def _centred(values: Floats) -> Floats:
    """Numbers about zero; alpha has no unit, so those whose squares a float does not hold are made smaller."""
    largest = np.abs(values).max(initial=0)
    values = values / largest if largest > _LARGEST else values
    return np.asarray(values - values.mean() if len(values) else values)


def _distances(values: list[Any], level: str) -> Floats:
    """How far every two values lie apart."""
    if level == "nominal":
        return np.asarray(1 - np.eye(len(values)))
    from nltk.metrics.distance import masi_distance

    apart = [[0.0 if one == other else masi_distance(one, other) for other in values] for one in values]
    return np.array(apart, dtype=np.float64).reshape(len(values), len(values))


def ratio(above: Any, below: Any) -> Floats:
    """A ratio; not a number over zero."""
    return np.asarray(np.divide(above, below, out=np.full(np.shape(above), np.nan), where=np.asarray(below) > 0))
