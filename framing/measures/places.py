"""Where in its article each remark stands."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing import schema
from framing.errors import TableError, all_problems
from framing.measures.groups import number_groups

_COLUMNS = (
    *("remark_id", "article_id", "leader", "place", "form", "order"),
    *("start", "end", "share_start", "share_end", "repeats"),
)


def remark_places(remarks: pd.DataFrame, *, length: Mapping[str, int] | pd.Series) -> pd.DataFrame:
    """Return where in its article each remark stands.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table.
    length : mapping of str to int, or Series
        Characters of each article, by `article_id`.

    Returns
    -------
    pandas.DataFrame
        One row per remark that was made: `remark_id`, `article_id`, `leader`, `place`, `form`, `order` (its number in
        the article, from 1), `start`, `end`, `share_start`, `share_end` (start and end as shares of the article's
        characters) and `repeats` (the earlier remark that it repeats). Articles in the order of `remarks`, each from
        its beginning to its end.

    Raises
    ------
    TableError
        When `remarks` is not what it should be, or an article has no length or one that ends before its remarks.

    Notes
    -----
    Repetitions stay, since to repeat is to make salient; a remark that was not made stands nowhere and is left out.

    Examples
    --------
    The third remark of an invented article of 3,000 characters.

    >>> from framing import corpus_folder, read_remarks
    >>> remarks = read_remarks(corpus_folder() / "practice" / "remarks.csv")
    >>> places = remark_places(remarks[remarks["article_id"] == "practice-01"], length={"practice-01": 3000})
    >>> places.loc[[2], ["remark_id", "leader", "order", "start", "share_start"]]
             remark_id          leader  order  start  share_start
    2  practice-01-r03  Tomas Quillane      3    579        0.193
    """
    schema.check_table(remarks, "remarks")
    said = remarks[~remarks["not_said"].to_numpy(bool)]
    lengths = {str(article_id): float(n_characters) for article_id, n_characters in dict(length).items()}
    _check_lengths(said, lengths)
    _, article = number_groups(said, ["article_id"])
    rows = said.assign(article=article, characters=said["article_id"].map(lengths).astype("float64"))
    rows = rows.sort_values(["article", "start", "end", "remark_id"]).reset_index(drop=True)
    rows = rows.assign(
        order=rows.groupby("article").cumcount() + 1,
        share_start=rows["start"] / rows["characters"],
        share_end=rows["end"] / rows["characters"],
    )
    return rows[list(_COLUMNS)]


def _check_lengths(remarks: pd.DataFrame, lengths: Mapping[str, float]) -> None:
    """Refuse lengths that are missing or end before a remark does."""
    problems = []
    for article_id, end in remarks.groupby("article_id", sort=False)["end"].max().to_dict().items():
        n_characters = lengths.get(str(article_id))
        if n_characters is None:
            problems.append(f"no length for article {article_id!r}. Give its number of characters.")
        elif not n_characters >= end:
            problems.append(
                f"article {article_id!r} has {n_characters:g} characters, but a remark of it ends at {end}."
            )
    if problems:
        raise TableError(all_problems("length", problems))
