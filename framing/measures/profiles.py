"""How each leader is reported: how many remarks, in which form, under which verbs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, all_problems
from framing.measures.groups import (
    Name,
    Numbers,
    by_columns,
    count_distinct,
    count_rows,
    name_columns,
    number_groups,
    order_groups,
)

FORMS = ("direct", "mixed", "indirect")
WORD_COLUMNS = ("n_words_quoted", "n_words_paraphrased")


def profile_leaders(remarks: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how much each leader is reported, and in which form.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table; it may have the columns `n_words_quoted` and `n_words_paraphrased`.
    tokens : pandas.DataFrame, optional
        The `tokens` table of the same articles with voices, to count words by; it goes before those columns. Leave it
        out for articles of which only the quoted words are known: their paraphrased words would count zero.

    Returns
    -------
    pandas.DataFrame
        One row per leader: `leader`, `n_remarks`, `n_direct`, `n_mixed`, `n_indirect`, `n_noun_phrases` (of any form),
        `n_quoted_fragments`, `n_words_quoted`, `n_words_paraphrased` (missing when neither tokens nor columns tell),
        `n_articles`, `n_repeats`, `n_not_said`. Most remarks first, then by name; remarks of no leader last.

    Raises
    ------
    TableError
        When a table is not what it should be, or tokens hold words of a remark that is not there.

    Notes
    -----
    Only what was said, and said for the first time in its article, is counted in the columns up to `n_articles`.
    Remarks that repeat an earlier one and those that were not made ("declined to say") are counted apart, so that
    `n_remarks + n_repeats + n_not_said` is the number of rows of `remarks`. What was not said and repeats is not said.

    Examples
    --------
    >>> from framing import corpus_folder, read_remarks
    >>> remarks = read_remarks(corpus_folder() / "practice" / "remarks.csv")
    >>> profile_leaders(remarks)[["leader", "n_remarks", "n_direct", "n_mixed", "n_indirect", "n_not_said"]].head(4)
               leader  n_remarks  n_direct  n_mixed  n_indirect  n_not_said
    0  Tomas Quillane         26         5        8          13           0
    1     Ines Varrow         22         7        6           9           0
    2    Edda Halvorn         21         8        7           6           1
    3  Caspar Lindrey          9         3        1           5           0
    """
    schema.check_table(remarks, "remarks")
    words = _words_of_remarks(remarks, tokens)
    counts, repeats, not_said = _kinds(remarks)
    names, groups = number_groups(remarks, ["leader"])
    order = order_groups(names, count_rows(groups[counts], len(names)))

    def count(which: Any) -> Numbers:
        return count_rows(groups[np.asarray(which, dtype=bool)], len(names))[order]

    columns: dict[str, Any] = {"n_remarks": count(counts)}
    columns |= {f"n_{form}": count(counts & (remarks["form"] == form)) for form in FORMS}
    columns["n_noun_phrases"] = count(counts & (remarks["content"] == "noun phrase"))
    columns["n_quoted_fragments"] = _sums(remarks["quoted_spans"].map(len), counts, groups, len(names))[order]
    for name in WORD_COLUMNS:
        columns[name] = _sums(words[name], counts, groups, len(names))[order] if name in words else pd.NA
    columns["n_articles"] = count_distinct(groups[counts], remarks["article_id"][counts], len(names))[order]
    columns |= {"n_repeats": count(repeats), "n_not_said": count(not_said)}
    leaders = name_columns(["leader"], [names[number] for number in order])
    return pd.DataFrame(leaders | columns).astype(dict.fromkeys(WORD_COLUMNS, "Int64"))


def _kinds(remarks: pd.DataFrame) -> tuple[Any, Any, Any]:
    """Which remarks count, which repeat an earlier one, which were not made; each row is one of them."""
    not_said = remarks["not_said"].to_numpy(bool)
    repeats = remarks["repeats"].notna().to_numpy(bool) & ~not_said
    return ~(not_said | repeats), repeats, not_said


def _sums(values: pd.Series, counts: Any, groups: Numbers, n_groups: int) -> Any:
    """The sum of whole numbers of each group, over the rows that count; missing when one of its rows does not tell."""
    own = pd.Series(values.to_numpy(), dtype="Int64")[counts]
    sums = own.groupby(groups[counts]).agg(lambda cells: cells.sum(skipna=False))
    return sums.reindex(range(n_groups), fill_value=0).astype("Int64").array


def _words_of_remarks(remarks: pd.DataFrame, tokens: pd.DataFrame | None) -> dict[str, pd.Series]:
    """Quoted and paraphrased words of each remark, as far as anything tells."""
    if tokens is None:
        return {name: _whole_numbers(remarks[name]) for name in WORD_COLUMNS if name in remarks.columns}
    schema.check_table(tokens, "tokens+voices", source="tokens")
    unknown = tokens.loc[~tokens["remark_id"].isin(remarks["remark_id"]), "remark_id"].dropna().unique()
    if len(unknown):
        problems = [f"words of remark {name!r}, which is not in remarks. Assign voices anew." for name in unknown]
        raise TableError(all_problems("tokens", problems))
    per_voice = {name: tokens[tokens["voice"] == name.removeprefix("n_words_")] for name in WORD_COLUMNS}
    counts = {name: own["remark_id"].value_counts().to_dict() for name, own in per_voice.items()}
    return {name: remarks["remark_id"].map(lambda one, of=of: of.get(one, 0)) for name, of in counts.items()}


def _whole_numbers(column: pd.Series) -> pd.Series:
    """A column of whole numbers that may have been read as text."""
    try:
        return pd.to_numeric(column.replace("", pd.NA)).astype("Int64")
    except (ValueError, TypeError) as problem:
        raise TableError(f"remarks: column {column.name!r} needs whole numbers ({problem}).") from None


def form_shares(remarks: pd.DataFrame, *, by: str | Iterable[str] = "leader") -> pd.DataFrame:
    """Return which share of each group's remarks is direct, mixed and indirect.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table.
    by : str or iterable of str
        Its columns that make the groups.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, `form`, `n_remarks`, `share_remarks`; one row per group and form, zeros included, in the
        order direct, mixed, indirect. Groups with most remarks first, then by name; those without a name last.

    Raises
    ------
    TableError
        When `remarks` is not what it should be or has no such column.

    Notes
    -----
    Remarks that were not made and remarks that repeat an earlier one are left out; `profile_leaders` counts them. The
    share is missing for a group of which nothing is left.

    Examples
    --------
    >>> from framing import corpus_folder, read_remarks
    >>> remarks = read_remarks(corpus_folder() / "practice" / "remarks.csv")
    >>> form_shares(remarks[remarks["leader"] == "Edda Halvorn"]).round(3)
             leader      form  n_remarks  share_remarks
    0  Edda Halvorn    direct          8          0.381
    1  Edda Halvorn     mixed          7          0.333
    2  Edda Halvorn  indirect          6          0.286
    """
    columns, names, groups, counted = counted_groups(remarks, by)
    form = pd.Index(FORMS).get_indexer(pd.Index(counted["form"]))
    n_remarks = count_rows(groups * len(FORMS) + form, len(names) * len(FORMS))
    totals = np.repeat(count_rows(groups, len(names)), len(FORMS))
    return pd.DataFrame(
        name_columns(columns, [name for name in names for _ in FORMS])
        | {"form": pd.Series(FORMS * len(names), dtype="str"), "n_remarks": n_remarks}
        | {"share_remarks": n_remarks / np.where(totals > 0, totals, np.nan)}
    )


def counted_groups(
    remarks: pd.DataFrame, by: str | Iterable[str]
) -> tuple[tuple[str, ...], list[Name], Numbers, pd.DataFrame]:
    """The `by` columns, all groups in order, and the group of each remark that counts beside these remarks."""
    schema.check_table(remarks, "remarks")
    columns = by_columns(by, remarks, "remarks")
    counts, _, _ = _kinds(remarks)
    names, groups = number_groups(remarks, columns)
    order = order_groups(names, count_rows(groups[counts], len(names)))
    ranks = np.argsort(order)[groups] if order else groups
    return columns, [names[number] for number in order], ranks[counts], remarks[counts]


def reporting_verbs(remarks: pd.DataFrame, *, by: str | Iterable[str] = "leader") -> pd.DataFrame:
    """Return which reporting verbs (nouns, phrases) introduce each group's remarks.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table.
    by : str or iterable of str
        Its columns that make the groups.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, `cue` (as printed, in small letters), `cue_act`, `cue_stance`, `n_remarks`. Groups as in
        `form_shares`; within a group the commonest first, then by cue, act and stance; remarks without a cue last.

    Raises
    ------
    TableError
        When `remarks` is not what it should be or has no such column.

    Notes
    -----
    Counts the same remarks as `form_shares`, those without a cue included, so that both add up to the same. The form of
    the word is kept: "said" and "saying" are two cues, of one act. A verb may simply be accurate: the table shows
    reporting verbs, not bias.

    Examples
    --------
    >>> from framing import corpus_folder, read_remarks
    >>> remarks = read_remarks(corpus_folder() / "practice" / "remarks.csv")
    >>> reporting_verbs(remarks[remarks["article_id"] == "practice-01"]).head(4)
               leader           cue  cue_act cue_stance  n_remarks
    0     Ines Varrow  according to  stating    neutral          1
    1     Ines Varrow         asked   asking    neutral          1
    2     Ines Varrow          said  stating    neutral          1
    3  Tomas Quillane         added  stating    neutral          1
    """
    columns, names, groups, counted = counted_groups(remarks, by)
    cue = counted["cue"].map(str.lower, na_action="ignore")
    table = counted[["cue_act", "cue_stance"]].assign(cue=cue, group=groups)
    found, cells = number_groups(table, ["group", "cue", "cue_act", "cue_stance"])
    n_remarks = count_rows(cells, len(found))

    def key(number: int) -> tuple[Any, ...]:
        group, *rest = found[number]
        return group, rest[0] is None, -n_remarks[number], [(cell is None, cell or "") for cell in rest]

    order = sorted(range(len(found)), key=key)
    rows = [(*names[found[number][0]], *found[number][1:]) for number in order]
    text = name_columns([*columns, "cue", "cue_act", "cue_stance"], rows)
    return pd.DataFrame(text | {"n_remarks": n_remarks[order]})
