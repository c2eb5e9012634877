"""Corrections by hand: what a researcher changes in extracted remarks, kept in a file beside the corpus."""

from __future__ import annotations

import os

import pandas as pd

from framing import cells, files, schema
from framing.cells import is_missing
from framing.errors import TableError
from framing.schema import refuse_problems
from framing.speech.corrections import Corrections
from framing.speech.override_rows import KEY, YES, as_text, find_problems


def read_overrides(path: str | os.PathLike[str], leaders: pd.DataFrame | None = None) -> pd.DataFrame:
    r"""Return a file of corrections to extracted remarks.

    Parameters
    ----------
    path : path
        CSV, TSV, JSON Lines or Parquet, one correction a row. `article_id`, `start` and `end` say which remark, as
        `extract_remarks` placed it. `remove` (yes) takes it out; any other column of `remarks` that is filled replaces
        what was extracted. Where no remark stands at that place, a row with `speaker` adds one there. `reason` says how
        the remark came to be looked at: "random" (it was drawn in a sample, from which accuracy is estimated) or
        "found" (it was noticed by chance). `note` is free.
    leaders : pandas.DataFrame, optional
        The `leaders` table: then a correction to a leader who is not in it is refused.

    Returns
    -------
    pandas.DataFrame
        The corrections in file order, as text but for `start`, `end` (whole numbers) and `remove` (true or false), and
        `row`, the number of each in the file.

    Raises
    ------
    CorpusError
        When the file cannot be read.
    TableError
        With everything that is wrong: a row that says no place or no reason, a column that remarks do not have, a cell
        that its column cannot hold, an unknown leader, a place that stands twice.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "overrides.csv"
    ...     _ = file.write_text("article_id,start,end,reason,speaker\na,0,18,found,Ada Hall")
    ...     read_overrides(file)[["start", "end", "speaker", "row"]]
       start  end   speaker  row
    0      0   18  Ada Hall    2
    """
    rows, _ = files.read_rows(path, may_be_short=True)
    first = files.first_row(path)
    rows = (
        rows[~rows.map(is_missing).all(axis=1)].assign(row=lambda filled: filled.index + first).reset_index(drop=True)
    )
    refuse_problems(find_problems(rows, leaders), str(path))
    numbers = {name: pd.Series(map(cells.parse_whole, rows[name]), dtype="int64") for name in ("start", "end")}
    text = {str(name): pd.Series(map(as_text, rows[name]), dtype="str") for name in rows.columns}
    remove = text.get("remove", pd.Series("", index=rows.index)).str.lower().isin(YES)
    return pd.DataFrame(text | numbers | {"remove": remove, "row": rows["row"]})


def apply_overrides(
    remarks: pd.DataFrame,
    overrides: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    leaders: pd.DataFrame | None = None,
    skips: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return remarks with the corrections of a researcher.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table, as extracted.
    overrides : pandas.DataFrame
        Corrections, as `read_overrides` gives them.
    articles, leaders, skips : pandas.DataFrame
        As they were given to `extract_remarks`.

    Returns
    -------
    pandas.DataFrame
        The `remarks` table, in the order of the articles and places, with a further column `override`: the reason of
        the correction, missing where nothing was corrected. A corrected remark has the rule "hand". What became of each
        correction is told by `audit_overrides`.

    Raises
    ------
    TableError
        When a table is not what it should be.

    Notes
    -----
    What follows from a correction is filled in, where the correction does not say it itself.

    - `form` direct: of a stretch with quotations their words are the remark, without the marks; of one without any, all
      words. mixed: the quotations that stand in it are its `quoted_spans`; indirect: none. Where an added or moved
      remark has no `form`, the quotation marks tell it.
    - `place` of an added or moved remark, as of extracted ones.
    - A corrected `speaker` brings the `leader` whom the leaders' table means by that name, or none. A corrected
      `leader` keeps a speaker who may be that leader; else the speaker becomes the name that the article gives the
      leader, or missing. A printed name that is of neither goes, with its place; a pronoun or an office stays.

    Removals are made first, then changes, then additions. Remarks never overlap: what would is refused.

    Examples
    --------
    >>> from framing import articles_from_records, extract_remarks
    >>> articles = articles_from_records([{"id": "a", "text": "The ferry was late, Ada Brook said."}], source="here")
    >>> correction = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [18], "remove": [False],
    ...     "reason": ["found"], "speaker": ["Ada Brook-Hall"]})
    >>> apply_overrides(extract_remarks(articles), correction, articles)[["speaker", "rule", "override"]]
              speaker  rule override
    0  Ada Brook-Hall  hand    found
    """
    return correct_remarks(remarks, overrides, articles, leaders=leaders, skips=skips)[0]


def audit_overrides(
    remarks: pd.DataFrame,
    overrides: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    leaders: pd.DataFrame | None = None,
    skips: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what became of each correction.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table, as extracted, before the corrections.
    overrides : pandas.DataFrame
        Corrections, as `read_overrides` gives them.
    articles, leaders, skips : pandas.DataFrame
        As they were given to `extract_remarks`.

    Returns
    -------
    pandas.DataFrame
        One row per correction, in their order: its place and `reason`, its `outcome` ("changed", "added", "removed",
        "unchanged": it stands so already, "matched nothing" or "refused") and a `note`: why nothing was done and what
        to do, or what is in doubt; missing where there is nothing to say.

    Raises
    ------
    TableError
        When a table is not what it should be.

    Examples
    --------
    >>> from framing import articles_from_records, extract_remarks
    >>> articles = articles_from_records([{"id": "a", "text": "The ferry was late, Ada Brook said."}], source="here")
    >>> correction = pd.DataFrame({"article_id": ["a"], "start": [4], "end": [18], "remove": [True],
    ...     "reason": ["found"]})
    >>> told = audit_overrides(extract_remarks(articles), correction, articles)
    >>> told.loc[0, "outcome"], told.loc[0, "note"]
    ('matched nothing', 'No remark stands there; it overlaps the remark at 0-18. Did you mean start 0?')
    """
    return correct_remarks(remarks, overrides, articles, leaders=leaders, skips=skips)[1]


def correct_remarks(
    remarks: pd.DataFrame,
    overrides: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    leaders: pd.DataFrame | None,
    skips: pd.DataFrame | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of `apply_overrides` and of `audit_overrides`, made in one go."""
    _check_columns(overrides)
    corrections = Corrections(remarks, articles, leaders, skips)
    told = corrections.make(overrides)
    rows = corrections.rows()
    table = schema.make_table("remarks", {n: [row.get(n) for row in rows] for n in schema.column_names("remarks")})
    outcomes = {
        "outcome": pd.Series([outcome for outcome, _ in told], dtype="str"),
        "note": pd.Series([note or None for _, note in told], dtype="object"),
    }
    return (
        table.assign(override=pd.Series([row.get("override") for row in rows], dtype="object")),
        overrides[[*KEY, "reason"]].reset_index(drop=True).assign(**outcomes),
    )


def _check_columns(overrides: pd.DataFrame) -> None:
    """Corrections that no file was read for have to say their place and reason, too."""
    if not isinstance(overrides, pd.DataFrame):
        raise TableError(f"overrides: expected a table (read_overrides), got {type(overrides).__name__}")
    needed = [*KEY, "reason"]
    lacking = [name for name in needed if name not in overrides or overrides[name].isna().any()]
    if lacking:
        raise TableError(f"overrides: {', '.join(lacking)} must stand in every row; `read_overrides` checks a file.")
