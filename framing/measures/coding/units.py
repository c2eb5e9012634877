"""What people judge: remarks and narrated sentences, and samples of them with known chances."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.cells import is_missing
from framing.errors import TableError, did_you_mean
from framing.kinds import is_cell
from framing.lexicon import Lexicon
from framing.measures.groups import REMARK_VOICES

HITS = "hits_"  # begins the columns that hold the hits of a frame
FRAME = "frame"  # what `by` calls the frame whose terms a unit holds
NOTHING = "none"
NOBODY = "nobody"
# With one unit of a stratum nothing is known of how its units differ, and no variance can be estimated.
FEWEST_OF_STRATUM = 2


def find_units(
    tokens: pd.DataFrame, remarks: pd.DataFrame, *, matches: pd.DataFrame | None = None, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Return all that a coder could judge: every remark that counts, and every sentence that is narrated throughout.

    Parameters
    ----------
    tokens : pandas.DataFrame
        The `tokens` table with voices.
    remarks : pandas.DataFrame
        The `remarks` table whose voices these are.
    matches : pandas.DataFrame, optional
        The `matches` table of the same tokens; with `lexicon`.
    lexicon : Lexicon, optional
        The lexicon that was matched.

    Returns
    -------
    pandas.DataFrame
        The `units` table, all units in one stratum and with probability 1, in the order of the articles and of their
        characters; then `form`, `speaker` and `spans` (of remarks; missing, and one span, for sentences), `n_words`,
        and `hits_FRAME` for each frame of the lexicon.

    Raises
    ------
    TableError
        When a table is not what it should be, or a remark of the tokens is not in `remarks`.

    Notes
    -----
    Left out are remarks that repeat an earlier one of their article, what was not said, and the narrated words of a
    sentence that holds a remark: nobody can judge "she said" alone. The leader of a sentence is the one it mentions, or
    the one whose remark stands in its paragraph when voices were assigned so.

    `unit_id` is made of the article, the kind and the place, so that it is the same whatever else was read. It names
    neither outlet nor leader, and no spreadsheet takes it for a number or a date.

    Examples
    --------
    >>> from framing import articles_from_records, assign_voices, extract_remarks, tokenize
    >>> text = '"It rained," Ada Brook said. Nobody was surprised.'
    >>> articles = articles_from_records([{"article_id": "a", "text": text}], source="notes")
    >>> remarks = extract_remarks(articles)
    >>> find_units(assign_voices(tokenize(articles), remarks), remarks)[["unit", "start", "end", "n_words"]]
           unit  start  end  n_words
    0    remark      1   11        2
    1  sentence     29   49        3
    """
    schema.check_table(tokens, "tokens+voices", source="tokens")
    schema.check_table(remarks, "remarks")
    words = _words_of_units(tokens)
    units = words.groupby(["article_id", "unit", "place"], sort=False, as_index=False).agg(
        story_id=("story_id", "first"),
        outlet=("outlet", "first"),
        start=("start", "min"),
        end=("end", "max"),
        remark_id=("remark_id", "first"),
        leader=("leader", "first"),
        n_words=("start", "size"),
    )
    units = _with_remarks(units, remarks)
    frames = _count_hits(units, words, matches, lexicon)
    units["unit_id"] = [_unit_id(*row) for row in units[["article_id", "unit", "start", "end"]].itertuples(index=False)]
    units = units.assign(stratum="all", inclusion_probability=1.0, **frames)
    order = {name: number for number, name in enumerate(dict.fromkeys(tokens["article_id"]))}
    units = units.assign(article=units["article_id"].map(order)).sort_values(["article", "start", "unit"])
    units = units.drop(columns=["article", "place"]).reset_index(drop=True)
    return schema.make_table("units", units, extra=["form", "speaker", "spans", "n_words", *frames])


def _words_of_units(tokens: pd.DataFrame) -> pd.DataFrame:
    """The words that belong to a unit: `unit` is its kind, `place` its remark or the number of its sentence."""
    in_remark = tokens["voice"].isin(REMARK_VOICES).to_numpy(bool)
    own = ["article_id", "story_id", "outlet", "start", "end", "position", "remark_id", "leader", "mentions_leader"]
    words = tokens[own].assign(
        unit=np.where(in_remark, "remark", "sentence"),
        place=np.where(in_remark, tokens["remark_id"], tokens["sentence"].astype("str")),
    )
    sentences = tokens[["article_id", "sentence"]].assign(in_remark=in_remark)
    has_remark = sentences.groupby(["article_id", "sentence"])["in_remark"].transform("any")
    kept = np.where(in_remark, ~tokens["repeat"].astype(bool), ~has_remark)
    words["leader"] = words["leader"].where(words["leader"].notna(), words["mentions_leader"])
    words["remark_id"] = words["remark_id"].where(in_remark)
    return words[kept.astype(bool)]


def _with_remarks(units: pd.DataFrame, remarks: pd.DataFrame) -> pd.DataFrame:
    """The units with form, speaker and exact place of the remarks among them."""
    known = remarks.set_index("remark_id")
    is_remark = units["unit"] == "remark"
    lost = units.loc[is_remark & ~units["remark_id"].isin(known.index), "remark_id"].tolist()
    if lost:
        raise TableError(f"remarks: {lost[:5]} of the tokens are not there. Give the remarks the voices come from.")
    own = known.reindex(units["remark_id"]).reset_index(drop=True)
    places = zip(own["spans"], units["start"], units["end"], strict=True)
    spans: list[Any] = [
        cell if isinstance(cell, list | tuple) else [[int(start), int(end)]] for cell, start, end in places
    ]
    return units.assign(
        form=own["form"].where(is_remark),
        speaker=own["speaker"].where(is_remark),
        spans=pd.Series(spans, index=units.index, dtype="object"),
        start=own["start"].where(is_remark, units["start"]).astype("int64"),
        end=own["end"].where(is_remark, units["end"]).astype("int64"),
    )


def _count_hits(
    units: pd.DataFrame, words: pd.DataFrame, matches: pd.DataFrame | None, lexicon: Lexicon | None
) -> dict[str, npt.NDArray[np.int64]]:
    """How often the terms of each frame stand in each unit; a hit belongs where its first word does."""
    if (matches is None) != (lexicon is None):
        raise TableError("matches and lexicon go together: give both, or neither.")
    if matches is None or lexicon is None:
        return {}
    schema.check_table(matches, "matches")
    place = words[["article_id", "position", "unit", "place"]].rename(columns={"position": "first_token"})
    hits = matches[["article_id", "first_token", "frame"]].merge(place, on=["article_id", "first_token"])
    keys = list(units[["article_id", "unit", "place"]].itertuples(index=False, name=None))
    counts = hits.groupby(["frame", "article_id", "unit", "place"], observed=True).size().to_dict()
    return {
        HITS + frame: np.array([counts.get((frame, *key), 0) for key in keys], dtype=np.int64)
        for frame in lexicon.frames
    }


def _unit_id(article_id: str, unit: str, start: int, end: int) -> str:
    """A name that tells nothing; it begins with a letter and holds no "e", which makes numbers of digits."""
    digest = hashlib.sha256(f"{article_id}\n{unit}\n{start}\n{end}".encode()).hexdigest()
    return "u" + digest[:12].replace("e", "x")


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
    numbers = pd.Series([_random_number(seed, name) for name in units["unit_id"]], index=units.index, dtype="float64")
    rank = numbers.groupby(strata).rank(method="first")
    drawn = units.assign(
        stratum=strata, inclusion_probability=units["inclusion_probability"] * strata.map(shares / sizes)
    )
    order = numbers[rank <= strata.map(shares)].sort_values().index
    return drawn.loc[order].reset_index(drop=True)


def _random_number(seed: int, unit_id: str) -> float:
    """A number between 0 and 1 that belongs to a unit and a seed."""
    digest = hashlib.sha256(f"{seed}\n{unit_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


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
