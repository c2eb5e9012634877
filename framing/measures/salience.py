"""How prominent each remark is: where in its article it stands, how long it is, and how often it comes again."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError, all_problems
from framing.measures.groups import Numbers, number_groups


class _Words(NamedTuple):
    """Where the words of an article stand, and to which story and outlet it belongs."""

    starts: Numbers
    ends: Numbers
    story_id: str
    outlet: Any


def measure_salience(
    remarks: pd.DataFrame, tokens: pd.DataFrame, *, alignments: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how prominent each remark is in its article: place, order, position, length and repetition.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table.
    tokens : pandas.DataFrame
        The `tokens` table of the same articles, with or without voices: it counts the words, and says to which story
        and outlet an article belongs.
    alignments : pandas.DataFrame, optional
        The `alignments` table of these remarks: it says whether a remark stands in the speech word for word.

    Returns
    -------
    pandas.DataFrame
        The `salience` table: one row per remark that was made. Articles in the order of `remarks`, each from its
        beginning to its end.

    Raises
    ------
    TableError
        When a table is not what it should be, or a remark stands in no article of `tokens` or after its last word.

    Notes
    -----
    position = words of the article before the remark / words of the article, those of a headline included where `text`
    holds it; share_words = words of the remark's content / the same. Of a remark in several parts, `kind` is that of
    the part with most characters, the earliest of equals.

    The components stand side by side and are never added up: nobody knows how many words a headline is worth. A remark
    that repeats an earlier one counts here, since to repeat is to make salient; rates leave it out. What was not said
    stands nowhere.

    References
    ----------
    Entman (1993), Framing: toward clarification of a fractured paradigm. Journal of Communication 43, 51-58.

    Examples
    --------
    >>> from framing import corpus_folder, read_articles, read_remarks, tokenize
    >>> folder = corpus_folder() / "practice"
    >>> remarks = read_remarks(folder / "remarks.csv")
    >>> salience = measure_salience(remarks, tokenize(read_articles(folder)))
    >>> salience.loc[[0, 1], ["remark_id", "place", "order", "position", "n_words", "n_repeats"]].round(3)
             remark_id place  order  position  n_words  n_repeats
    0  practice-01-r01  lead      1     0.039       13          0
    1  practice-01-r02  body      2     0.143       19          0
    """
    schema.check_table(remarks, "remarks")
    schema.check_table(tokens, "tokens")
    said = remarks[~remarks["not_said"].to_numpy(bool)]
    articles = _articles(tokens)
    _check_places(said, articles)
    _, number = number_groups(said, ["article_id"])
    rows = said.assign(number=number).sort_values(["number", "start", "end", "remark_id"]).reset_index(drop=True)
    measured = pd.DataFrame(
        [_measure(row, articles[row["article_id"]]) for row in rows.to_dict("records")],
        columns=["story_id", "outlet", "position", "n_words", "share_words"],
    )
    rows = rows[["remark_id", "article_id", "leader", "place", "form", "repeats"]].assign(
        **{name: measured[name] for name in measured.columns},
        order=rows.groupby("number").cumcount() + 1,
        n_repeats=_count_repeats(rows),
        kind=rows["remark_id"].map(_kinds(alignments)),
    )
    return schema.make_table("salience", rows)


def _articles(tokens: pd.DataFrame) -> dict[str, _Words]:
    """The words of each article, from its beginning to its end."""
    ordered = tokens.sort_values(["article_id", "start"])
    return {
        str(article_id): _Words(
            own["start"].to_numpy(np.int64),
            own["end"].to_numpy(np.int64),
            own["story_id"].iloc[0],
            own["outlet"].iloc[0],
        )
        for article_id, own in ordered.groupby("article_id", sort=False)
    }


def _check_places(said: pd.DataFrame, articles: dict[str, _Words]) -> None:
    """Refuse remarks that stand in none of the articles, or after the last word of theirs."""
    problems = []
    for remark_id, article_id, start in zip(said["remark_id"], said["article_id"], said["start"], strict=True):
        if article_id not in articles:
            problems.append(f"{remark_id!r} stands in article {article_id!r}, which has no words in tokens.")
        elif start >= articles[article_id].ends[-1]:
            last = articles[article_id].ends[-1]
            problems.append(f"{remark_id!r} begins at {start}, but the last word of {article_id!r} ends at {last}.")
    if problems:
        advice = "Give the tokens of the articles that the remarks were found in."
        raise TableError(f"{all_problems('remarks', problems)} {advice}")


def words_inside(starts: Numbers, ends: Numbers, spans: list[list[int]]) -> npt.NDArray[np.bool_]:
    """Return which words lie in one of the spans, at least with one character.

    Examples
    --------
    >>> import numpy as np
    >>> words_inside(np.array([0, 4, 8]), np.array([3, 7, 11]), [[5, 9]]).tolist()
    [False, True, True]
    """
    inside = np.zeros(len(starts), dtype=np.bool_)
    for start, end in spans:
        inside |= (ends > start) & (starts < end)
    return inside


def _measure(remark: dict[Any, Any], words: _Words) -> tuple[Any, ...]:
    """Story, outlet, position, words and share of words of one remark."""
    total = len(words.starts)
    n_words = int(words_inside(words.starts, words.ends, remark["spans"]).sum())
    before = int((words.ends <= remark["start"]).sum())
    return words.story_id, words.outlet, before / total, n_words, n_words / total


def _count_repeats(rows: pd.DataFrame) -> pd.Series:
    """How many other remarks say that they repeat each remark."""
    counts = rows["repeats"].value_counts().to_dict()
    return rows["remark_id"].map(lambda remark_id: counts.get(remark_id, 0))


def _kinds(alignments: pd.DataFrame | None) -> dict[str, str]:
    """How the largest part of each remark compares with the speech."""
    if alignments is None:
        return {}
    schema.check_table(alignments, "alignments")
    sized = alignments.assign(size=alignments["end"] - alignments["start"])
    sized = sized.sort_values(["size", "part"], ascending=[False, True]).drop_duplicates("remark_id")
    return dict(zip(sized["remark_id"], sized["kind"], strict=True))
