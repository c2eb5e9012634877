"""Where coders differ, and how it is settled: by majority or by a named arbiter, never by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.schema import Problem

MAJORITY = "majority"


def known_codings(codings: pd.DataFrame, units: pd.DataFrame | None = None) -> pd.DataFrame:
    """The codings that hold a code, once it is known that the tables are sound and fit one another."""
    schema.check_table(codings, "codings")
    problems = list(_repeated(codings))
    if units is not None:
        schema.check_table(units, "units")
        problems += _strangers(codings, set(units["unit_id"]))
    schema.refuse_problems(problems, "codings")
    return codings[codings["code"].notna().to_numpy()].reset_index(drop=True)


def _repeated(codings: pd.DataFrame) -> Iterator[Problem]:
    """Rows in which a coder answers a question about a unit for the second time."""
    again = codings.duplicated(["unit_id", "coder", "question"]).to_numpy()
    for row in again.nonzero()[0].tolist():
        unit, coder, question = (codings[name].iloc[row] for name in ("unit_id", "coder", "question"))
        said = f"{coder!r} coded unit {unit!r} for {question!r} already. Keep one of the two codes."
        yield Problem(row, said)


def _strangers(codings: pd.DataFrame, known: set[str]) -> Iterator[Problem]:
    """Rows about units that are not in the table of units."""
    for row, unit in enumerate(codings["unit_id"]):
        if unit not in known:
            yield Problem(row, f"unit {unit!r} is not in units. Give the units that these coders were given.")


def list_disagreements(codings: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """List the units to which coders gave different codes.

    Parameters
    ----------
    codings : pandas.DataFrame
        The `codings` table, before any conflict is resolved.
    units : pandas.DataFrame
        The `units` table that was coded.

    Returns
    -------
    pandas.DataFrame
        The `disagreements` table: one row per question and unit with different codes; questions in the order in which
        `codings` first names them, units in the order of `units`, coders by name.

    Raises
    ------
    TableError
        When a table is not what it should be, a coder coded a unit twice, or a coded unit is not in `units`.

    Examples
    --------
    >>> units = schema.make_table("units", {"unit_id": ["u1"], "article_id": ["a"], "story_id": ["a"],
    ...     "unit": ["sentence"], "start": [0], "end": [12], "stratum": ["all"], "inclusion_probability": [1.0]})
    >>> codings = schema.make_table("codings", {"unit_id": ["u1", "u1"], "coder": ["Ilka", "Bo"],
    ...     "question": ["storm", "storm"], "code": ["1", "0"]})
    >>> list_disagreements(codings, units)["codes"][0]
    [['Bo', '0'], ['Ilka', '1']]
    """
    given = known_codings(codings, units)
    places = units[["unit_id", "article_id", "story_id", "start", "end"]].assign(place=range(len(units)))
    first = {question: number for number, question in enumerate(codings["question"].unique())}
    rows = given.assign(same=given["code"].map(same_code)).merge(places, on="unit_id")
    rows = rows.assign(first=rows["question"].map(first)).sort_values(["first", "place", "coder"])
    differs = rows.groupby(["first", "place"])["same"].transform("nunique") > 1
    found: dict[tuple[str, str], dict[Any, Any]] = {}
    for row in rows[differs.to_numpy(bool)].to_dict("records"):
        own = found.setdefault((row["question"], row["unit_id"]), {**row, "codes": [], "notes": []})
        own["codes"].append([row["coder"], row["code"]])
        if not pd.isna(row["note"]):
            own["notes"].append([row["coder"], row["note"]])
    return schema.make_table("disagreements", _columns(list(found.values()), "disagreements"))


def resolve_codings(codings: pd.DataFrame, *, how: str) -> pd.DataFrame:
    """Settle what coders disagree about. Measure their agreement first, on the codings as they were given.

    Parameters
    ----------
    codings : pandas.DataFrame
        The `codings` table.
    how : str
        "majority": the code that more than half of a unit's coders gave. Or the name of a coder, the arbiter, whose
        code counts where codes differ.

    Returns
    -------
    pandas.DataFrame
        A `codings` table with one row per question and unit, questions and units in the order in which `codings` first
        names them. `coder` says how it was settled. Where nothing settles it (a tie, or no code of the arbiter), or
        where nobody gave a code, `code` is missing and `note` says why: count them with `code.isna()`.

    Raises
    ------
    TableError
        When the table is not what it should be, a coder coded a unit twice, or nobody is called `how`.

    Examples
    --------
    >>> codings = schema.make_table("codings", {"unit_id": ["u1", "u1", "u2", "u2"], "coder": ["Ilka", "Bo"] * 2,
    ...     "question": ["storm"] * 4, "code": ["1", "1", "1", "0"]})
    >>> resolve_codings(codings, how="majority")["code"].isna().tolist()
    [False, True]
    >>> resolve_codings(codings, how="Bo")["code"].tolist()
    ['1', '0']
    """
    known_codings(codings)
    coders = sorted(codings["coder"].unique())
    if how != MAJORITY and how not in coders:
        raise TableError(f"how={how!r}: no coder has this name.{did_you_mean(str(how), [MAJORITY, *coders])}")
    codes: dict[tuple[str, str], dict[str, str]] = {}
    for row in codings.to_dict("records"):
        own = codes.setdefault((row["question"], row["unit_id"]), {})
        if not pd.isna(row["code"]):
            own[row["coder"]] = row["code"]
    rows = []
    for (question, unit), given in codes.items():
        code, note = _settled(given, how)
        rows.append({"unit_id": unit, "coder": f"resolved by {how}", "question": question, "code": code, "note": note})
    first = {question: place for place, question in enumerate(codings["question"].unique())}
    rows.sort(key=lambda row: first[row["question"]])
    return schema.make_table("codings", _columns(rows, "codings"))


def _settled(codes: Mapping[str, str], how: str) -> tuple[str | None, str | None]:
    """The code that counts, and a note when there was a conflict or is none."""
    counts = Counter(same_code(code) for code in codes.values())
    if len(counts) <= 1:
        return next(iter(codes.values()), None), None if codes else "no code"
    told = "; ".join(f"{coder} {code}" for coder, code in sorted(codes.items()))
    if how != MAJORITY:
        return codes.get(how), told if how in codes else f"unresolved, no code of {how}: {told}"
    best, n_best = counts.most_common(1)[0]
    if 2 * n_best > len(codes):
        return next(code for code in codes.values() if same_code(code) == best), told
    return None, f"unresolved, no majority: {told}"


def same_code(code: str) -> str:
    """A code as it is compared: several in one cell, with semicolons between, in no order."""
    return "; ".join(sorted(code_set(code)))


def code_set(code: str) -> frozenset[str]:
    """The codes of one cell, which stand with semicolons between."""
    return frozenset(part.strip() for part in code.split(";") if part.strip())


def _columns(rows: list[dict[str, Any]], table: str) -> dict[str, list[Any]]:
    """Rows as the columns of a table."""
    return {name: [row[name] for row in rows] for name in schema.column_names(table)}
