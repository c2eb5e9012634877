"""Near-duplicates: which articles print one text, and so tell one story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from framing import schema
from framing.articles.candidates import earlier_candidates, fingerprints
from framing.articles.shingles import Likeness, WordReader, Words, compare_shingles, shingles
from framing.errors import FramingError, TableError, all_problems
from framing.kinds import is_cell
from framing.text import skipped_spans

LEAST_WORDS = 10  # a shorter text is what is left where reading failed: a caption, "Subscribe to read on"
_SHINGLES_AT_HAND = 4_096  # articles whose shingles are kept, about 30 MB; articles are compared with near ones

Keep = Literal["first", "longest", "all"]


def find_duplicates(articles: pd.DataFrame, *, days: int, skips: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return which articles resemble an earlier one: how, how much, and whether the two tell one story.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table. A headline that is known (`body_start`) is left out of the comparison.
    days : int
        How many days may lie between two articles of one story, and between its first and any other. An article
        without a date is compared with all, as if it were the last.
    skips : pandas.DataFrame, optional
        The `skips` table: spans that are not text of the article and do not count.

    Returns
    -------
    pandas.DataFrame
        The `duplicates` table, one row for each article that resembles an earlier one: `article_id`, `resembles` (the
        earlier one that it resembles most), `kind`, `same_story`, `days_apart`, `n_shared`, `share_of_article`,
        `share_of_other`, `jaccard`, `share_outside_quotes`, `story_id`; stories in the order of their first article,
        then by publication.

    Raises
    ------
    FramingError
        When `days` is no whole number from 0.
    TableError
        When `articles` or `skips` is not what it should be.

    Notes
    -----
    *Earlier* is by day, then the longer text, then `article_id`; so the order of rows changes nothing. Texts are
    compared by their sets of shingles, runs of five words (Broder 1997); figures are counted, not estimated. Case,
    punctuation and white space do not matter. A text of fewer than ten words is not compared.

    Two articles are one story when more than half of either stands in the other, outside quotation marks too; or when
    more than half of the shorter is the beginning of a longer one that goes on. Two texts that share more than half of
    a third share words themselves: so a round-up does not join the stories in it. At most it goes with the one at its
    head. Each article goes to one earlier article, so none joins stories that were apart before it. Quotations of one
    speech, and passages taken up in a text of its own, are listed but make no story.

    Quotation marks are paired within a paragraph, double ones only. A text that an outlet prints anew every day with
    few words changed is one story within `days`; set `same_story` to false in its rows where that is not meant.

    References
    ----------
    Broder, A. Z. (1997). On the resemblance and containment of documents. SEQUENCES '97, 21-29.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> wire = "The dam at Norbridge holds, the mayor said on Monday after nine days of rain in the hills."
    >>> articles = articles_from_records([
    ...     {"article_id": "a", "outlet": "The Lantern", "published": "2025-03-01", "text": wire},
    ...     {"article_id": "b", "outlet": "Quay Post", "published": "2025-03-02", "text": wire.upper()},
    ...     {"article_id": "c", "outlet": "Quay Post", "published": "2025-03-02", "text": "Goats won the cup. " * 5}],
    ...     source="lines")
    >>> find_duplicates(articles, days=7)[["article_id", "resembles", "kind", "days_apart", "n_shared", "story_id"]]
      article_id resembles  kind  days_apart  n_shared story_id
    0          b         a  same           1        14        a
    """
    schema.check_table(articles, "articles")
    check_days(days)
    if skips is not None:
        schema.check_table(skips, "skips")
    return link_articles(keys_of(articles), words_of(articles, skips, WordReader()), days=int(days))


def check_days(days: int) -> None:
    """Refuse what is no whole number of days from 0."""
    if not is_cell(days, "whole number") or days < 0:
        raise FramingError(f"days={days!r}: say how many days may lie between two articles of one story, as in days=7.")


def link_articles(keys: pd.DataFrame, words: Sequence[Words], *, days: int) -> pd.DataFrame:
    """Return the `duplicates` table of articles of which only `keys_of` and `words_of` are in memory."""
    ordered = _by_publication(keys)
    links = list(_links([words[row] for row in ordered["row"]], ordered, days))
    return _as_table(links, ordered)


class _Link(NamedTuple):
    """An article and the earlier one that it resembles most, by their numbers; the first article of its story."""

    article: int
    other: int
    likeness: Likeness
    same_story: bool
    first: int


def keys_of(articles: pd.DataFrame) -> pd.DataFrame:
    """Return what orders articles, without their texts: `article_id`, `story_id`, `outlet`, `day`, `n_characters`."""
    published = pd.to_datetime(articles["published"]).dt.tz_localize(None)
    return articles[["article_id", "story_id", "outlet"]].assign(
        day=(published.dt.normalize() - pd.Timestamp(0)).dt.days.astype("float64"),
        n_characters=articles["text"].str.len().astype("int64"),
    )


def words_of(articles: pd.DataFrame, skips: pd.DataFrame | None, reader: WordReader) -> list[Words]:
    """Return the words of each article that count, four bytes each; none of a text that is too short."""
    skipped, found = skipped_spans(skips), []
    for name, text, body in zip(articles["article_id"], articles["text"], articles["body_start"], strict=True):
        words = reader.read(str(text), [(0, int(body)), *skipped.get(str(name), ())])
        found.append(words if len(words) >= LEAST_WORDS else words[:0])
    return found


def _by_publication(keys: pd.DataFrame) -> pd.DataFrame:
    """Articles by day, longest, article_id, those without a date last; `row` is where each stood."""
    order = ["day", "n_characters", "article_id"]
    numbered = keys.assign(row=range(len(keys)))
    return numbered.sort_values(order, ascending=[True, False, True], na_position="last", ignore_index=True)


def _links(words: list[Words], articles: pd.DataFrame, days: int) -> Iterator[_Link]:
    """The best link of every article that has one, in the order of the articles."""
    day = articles["day"].to_numpy(dtype="float64")
    outlets = articles["outlet"].tolist()
    shingles_of = lru_cache(_SHINGLES_AT_HAND)(lambda number: shingles(words[number]))
    first = list(range(len(words)))
    for article, candidates in enumerate(earlier_candidates([fingerprints(own) for own in words], day, days)):
        best = None
        for other in candidates:
            same_outlet = isinstance(outlets[article], str) and outlets[article] == outlets[other]
            likeness = compare_shingles(shingles_of(article), shingles_of(other), same_outlet=same_outlet)
            if likeness is None:
                continue
            same_story = likeness.is_duplicate and not day[article] - day[first[other]] > days
            link = _Link(article, other, likeness, same_story, first[other] if same_story else article)
            best = link if best is None or _rank(link) > _rank(best) else best
            if same_story and likeness.jaccard == 1:
                break
        if best is not None:
            first[article] = best.first
            yield best


def _rank(link: _Link) -> tuple[bool, bool, int, int]:
    return link.same_story, link.likeness.is_duplicate, link.likeness.n_shared, -link.other


def _as_table(links: list[_Link], articles: pd.DataFrame) -> pd.DataFrame:
    """The links as the `duplicates` table."""
    links = sorted(links, key=lambda link: (link.first, link.article))
    name, day = articles["article_id"].to_numpy(), articles["day"].to_numpy(dtype="float64")
    article, other, first = (
        np.array([getattr(link, field) for link in links], dtype=np.int64) for field in ("article", "other", "first")
    )
    columns: dict[str, Any] = {field: [getattr(link.likeness, field) for link in links] for field in Likeness._fields}
    columns |= {"article_id": name[article], "resembles": name[other], "story_id": name[first]}
    columns |= {"same_story": [link.same_story for link in links], "days_apart": np.abs(day[article] - day[other])}
    return schema.make_table("duplicates", columns)


def group_stories(articles: pd.DataFrame, duplicates: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with the story that each tells, the sampling unit of every comparison.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table.
    duplicates : pandas.DataFrame
        What `find_duplicates` found in it. Rows may have been taken out, or `same_story` changed, by hand.

    Returns
    -------
    pandas.DataFrame
        The `articles` table, its rows as they were. `story_id` is the `article_id` of the first article of the story
        (by day, then the longer text, then `article_id`); what stood there before is replaced.

    Raises
    ------
    TableError
        When a table is not what it should be, or `duplicates` names an article that is not there.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> articles = articles_from_records([{"article_id": name, "text": "It rained."} for name in "abc"], source="lines")
    >>> links = {"article_id": ["c"], "resembles": ["a"], "kind": ["same"], "same_story": [True], "n_shared": [1],
    ...     "share_of_article": [1.0], "share_of_other": [1.0], "jaccard": [1.0], "story_id": ["a"]}
    >>> group_stories(articles, schema.make_table("duplicates", links))["story_id"].tolist()
    ['a', 'b', 'a']
    """
    schema.check_table(articles, "articles")
    schema.check_table(duplicates, "duplicates")
    return articles.assign(story_id=stories_of(keys_of(articles), duplicates).to_numpy()).reset_index(drop=True)


def stories_of(keys: pd.DataFrame, duplicates: pd.DataFrame) -> pd.Series:
    """Return the story of each article, in the order of `keys_of`."""
    from scipy.sparse import coo_array  # importing them takes a third of a second, which every command would wait for
    from scipy.sparse.csgraph import connected_components

    ordered = _by_publication(keys)
    ends = _ends_of_links(duplicates, ordered)
    links = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(ordered),) * 2)
    story = pd.Series(connected_components(links, directed=False)[1], index=ordered["article_id"])
    first = ordered["article_id"].groupby(story.to_numpy()).first()
    return keys["article_id"].map(story.map(first))


def _ends_of_links(duplicates: pd.DataFrame, articles: pd.DataFrame) -> Any:
    """The numbers of the two articles of each row of `duplicates` that makes them one story."""
    number = pd.Series(range(len(articles)), index=articles["article_id"])
    ends = duplicates[["article_id", "resembles"]].apply(lambda names: names.map(number))
    problems = [
        f"row {row}: {column} {duplicates[column].iloc[row]!r} is not among the articles."
        for column in ends.columns
        for row in np.flatnonzero(ends[column].isna())
    ]
    if problems:
        raise TableError(all_problems("duplicates", [*problems, "Group first, then leave articles out."]))
    return ends[duplicates["same_story"].to_numpy(dtype=bool)].to_numpy(dtype=np.int64)


def keep_articles(articles: pd.DataFrame, *, keep: Keep) -> pd.DataFrame:
    """Return one article of each story, or all.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table, after `group_stories`.
    keep : {"first", "longest", "all"}
        Of each story the first article (by day, then the longer text, then `article_id`), the one with the longest
        text (of several the first), or all: then nothing is left out, and measures count stories all the same.

    Returns
    -------
    pandas.DataFrame
        The rows that are kept, in their order, with a plain index.

    Raises
    ------
    FramingError
        When `keep` is none of the three.
    TableError
        When `articles` is not what it should be.

    Examples
    --------
    >>> from framing import articles_from_records
    >>> articles = articles_from_records([{"article_id": "a", "story_id": "a", "text": "It rained."},
    ...     {"article_id": "b", "story_id": "a", "published": "2025-03-01", "text": "Rain."}], source="lines")
    >>> [keep_articles(articles, keep=keep)["article_id"].tolist() for keep in ("first", "longest", "all")]
    [['b'], ['a'], ['a', 'b']]
    """
    schema.check_table(articles, "articles")
    if keep not in get_args(Keep):
        raise FramingError(f"keep={keep!r} is not one of {', '.join(get_args(Keep))}.")
    return articles[articles["article_id"].isin(kept_of(keys_of(articles), keep)).to_numpy()].reset_index(drop=True)


def kept_of(keys: pd.DataFrame, keep: Keep) -> pd.Series:
    """Return the ids of the articles that are kept, by `story_id` of `keys_of`."""
    ordered = _by_publication(keys)
    if keep == "longest":
        ordered = ordered.sort_values("n_characters", ascending=False, kind="stable")
    return ordered["article_id"] if keep == "all" else ordered.drop_duplicates("story_id")["article_id"]
