"""Which words make the difference between two rates, or between two means of sentiment: the word shift."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.lexicon import Lexicon
from framing.measures.groups import group_words
from framing.measures.resampling import Floats
from framing.measures.sentiment_means import stretches_of

MEANS = ("words", "remarks")
# Values of a stretch that add up to less than this share of their sizes cancel: what is left is rounding.
_CANCELLED = 1e-9
_NO_WORDS = "(no words given)"  # where a table holds a score without what made it


def rate_contributions(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    frame: str,
    voices: Iterable[str] | None,
    by: str = "leader",
    group: Any,
    reference: Any,
    where: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Return which terms make the difference between two groups in hits per 1,000 words.

    Parameters
    ----------
    matches, tokens, lexicon, voices, by, group, reference, where
        As for `compare_rates`.
    frame : str
        The frame.

    Returns
    -------
    pandas.DataFrame
        The `contributions` table: one row per pattern with a hit on either side, the largest contribution first,
        whatever its sign, equals by pattern.

    Raises
    ------
    TableError
        As `compare_rates`, and when the lexicon has no such frame or a group has no words.

    Notes
    -----
    contribution = 1,000 (hits / words - the same of the reference): the proportion shift, times 1,000. The sum is the
    `difference` of `compare_rates` for `per_1000`. Shares of remarks have no such parts: a remark with two terms counts
    once.

    References
    ----------
    Gallagher, R. J., Frank, M. R., Mitchell, L., et al. (2021). Generalized word shift graphs. EPJ Data Science 10, 4.

    Examples
    --------
    One gale in three words against one gale and one squall in six: 333.3 - 166.7 and 0 - 166.7.

    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> terms = (Term("storm", "gale"), Term("storm", "squall"))
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, terms)
    >>> texts = {"The Lantern": "A gale came.", "Port Post": "A gale came. A squall came."}
    >>> records = [{"article_id": outlet, "outlet": outlet, "text": text} for outlet, text in texts.items()]
    >>> tokens = tokenize(articles_from_records(records, source="notes"))
    >>> parts = rate_contributions(find_matches(tokens, weather), tokens, weather, frame="storm", voices=None,
    ...     by="outlet", group="The Lantern", reference="Port Post")
    >>> parts[["term", "n", "reference_n", "contribution"]].round(1)
         term  n  reference_n  contribution
    0    gale  1            1         166.7
    1  squall  0            1        -166.7
    """
    if frame not in lexicon.frames:
        raise TableError(f"frame: {lexicon.label!r} has no frame {frame!r}.{did_you_mean(frame, lexicon.frames)}")
    grouped = group_words(matches, tokens, lexicon, by=_one_column(by), voices=voices, where=where)
    names = [name[0] for name in grouped.names]
    _check_pair(group, reference, names, f"tokens: {by}")
    own = grouped.hits[grouped.hits["frame"] == list(lexicon.frames).index(frame)]
    patterns = sorted(set(own["pattern"]))
    sides = []
    for name in (group, reference):
        number = names.index(name)
        counts = own.loc[own["group"] == number, "pattern"].value_counts().reindex(patterns, fill_value=0)
        n = counts.to_numpy(np.int64)
        share = n / grouped.n_tokens[number]
        sides.append(pd.DataFrame({"term": patterns, "n": n, "share": share, "score": np.where(n > 0, 1000.0, np.nan)}))
    return _shifted(*sides, by=by, group=group, reference=reference, measure=frame, centre=0.0)


def sentiment_contributions(
    sentiment: pd.DataFrame,
    *,
    engine: str,
    mean_of: str,
    by: str = "leader",
    group: Any,
    reference: Any,
    voices: Iterable[str] | None = None,
    centre: float | None = None,
) -> pd.DataFrame:
    """Return which words make the difference between the mean sentiment of two groups, by one engine.

    Parameters
    ----------
    sentiment : pandas.DataFrame
        The `sentiment` table.
    engine : str
        The engine, as its column `engine` names it.
    mean_of : {"words", "remarks"}
        Which means differ: those of `mean_sentiment`, in which each word counts once, or those of `compare_sentiment`,
        in which each remark does.
    by : str
        The column of `sentiment` that names the groups.
    group, reference : str
        The group to look at and the group it is compared with.
    voices : iterable of str, optional
        As for `mean_sentiment`.
    centre : float, optional
        The score from which a word counts as positive; the mean of the reference when not given. It moves no sum.

    Returns
    -------
    pandas.DataFrame
        The `contributions` table: one row per word (or phrase) that made a score on either side, in small letters, the
        largest contribution first, whatever its sign, equals by word.

    Raises
    ------
    TableError
        When `sentiment` is not what it should be, or has no such engine, column or group, or a group has no score.

    Notes
    -----
    The mean is written as sum(p s) over words, p the word's share of what is averaged and s its mean score: each
    stretch shares its weight (its words, or its part of its remark) equally among the k entries that made its score,
    and an entry of value v has the score k v / sum(v) of the stretch's. For TextBlob's polarity and for lexicons that
    is v itself; VADER's sum is squeezed between -1 and 1, and its words with it. Where the values of a stretch cancel,
    all its entries have the score of the stretch. Then, with p', s' of the reference and the centre c,

        contribution = (p - p') ((s + s') / 2 - c) + (s - s') (p + p') / 2

    The first part is `from_use`, the second `from_score`; a word that one side lacks has the other's score there. They
    add up to the difference of the two means, whatever c is. Shifterator divides them by the sum of their sizes; its
    shifts of entropy and divergence are of other quantities and not offered.

    References
    ----------
    Gallagher, R. J., Frank, M. R., Mitchell, L., et al. (2021). Generalized word shift graphs. EPJ Data Science 10, 4.

    Examples
    --------
    One sentence a side, 0.5 and -0.5. "fine" has half of the weight of Ada's mean, none of Ben's.

    >>> from framing.schema import make_table
    >>> sentiment = make_table("sentiment", {"article_id": ["a"] * 2, "sentence": [0, 1], "start": [0, 30],
    ...     "end": [28, 60], "leader": ["Ada Brook", "Ben Cole"], "repeat": [False] * 2, "engine": ["textblob"] * 2,
    ...     "score": [0.5, -0.5], "n_words": [6, 6], "n_words_scored": [2, 1],
    ...     "words": [[["fine", 0.5], ["good", 0.5]], [["bad", -0.5]]]})
    >>> parts = sentiment_contributions(sentiment, engine="textblob", mean_of="words", group="Ada Brook",
    ...     reference="Ben Cole", centre=0.0)
    >>> parts[["term", "share", "reference_share", "contribution"]]
       term  share  reference_share  contribution
    0   bad    0.0              1.0          0.50
    1  fine    0.5              0.0          0.25
    2  good    0.5              0.0          0.25
    """
    if mean_of not in MEANS:
        raise TableError(f"mean_of: there is no mean of {mean_of!r}.{did_you_mean(str(mean_of), MEANS)}")
    rows, _ = stretches_of(sentiment, _one_column(by), voices)
    known = sentiment["engine"].unique().tolist()
    if engine not in known:
        raise TableError(f"sentiment: no scores of engine {engine!r}.{did_you_mean(str(engine), known)}")
    rows = rows[(rows["engine"] == engine) & rows["score"].notna()]
    rows = rows[rows["remark_id"].notna()] if mean_of == "remarks" else rows
    _check_pair(group, reference, rows[by].dropna().unique().tolist(), f"sentiment: {by}")
    one, other = (_words_of(rows[rows[by] == name], mean_of) for name in (group, reference))
    terms = sorted(set(one.index) | set(other.index))
    sides = []
    for side in (one, other):
        filled = side.reindex(terms).rename_axis("term").reset_index()
        sides.append(filled.assign(n=filled["n"].fillna(0), share=filled["share"].fillna(0)))
    middle = float((other["share"] * other["score"]).sum()) if centre is None else float(centre)
    return _shifted(*sides, by=by, group=group, reference=reference, measure=engine, centre=middle)


def shift_means(
    share: Any, reference_share: Any, score: Any, reference_score: Any, *, centre: float
) -> tuple[Floats, Floats]:
    """Return what each word adds to the difference of two weighted means, by its use and by its score.

    Parameters
    ----------
    share, reference_share : arrays
        The weight of each word in the two means.
    score, reference_score : arrays
        Its score on either side; not a number where a side lacks it: then the other's holds.
    centre : float
        The score from which a word counts as positive.

    Returns
    -------
    tuple of arrays
        The part due to use and the part due to score, which add up to the contribution.

    Examples
    --------
    A word used twice as much, with a score 1 above the centre on both sides.

    >>> [part.round(9).tolist() for part in shift_means([0.2], [0.1], [3.0], [3.0], centre=2.0)]
    [[0.1], [0.0]]
    """
    p, q = np.asarray(share, dtype=np.float64), np.asarray(reference_share, dtype=np.float64)
    own, other = np.asarray(score, dtype=np.float64), np.asarray(reference_score, dtype=np.float64)
    own, other = np.where(np.isnan(own), other, own), np.where(np.isnan(other), own, other)
    return (p - q) * ((own + other) / 2 - centre), (own - other) * (p + q) / 2


def _one_column(by: Any) -> str:
    """The column, once it is known to be one."""
    if not isinstance(by, str):
        raise TableError(f'by={by!r}: two groups are compared by one column, such as "leader".')
    return by


def _check_pair(group: Any, reference: Any, known: list[Any], where: str) -> None:
    """Refuse groups without anything to compare, and a group compared with itself."""
    if group == reference:
        raise TableError(f"group and reference are both {group!r}. Compare two different groups.")
    for name in (group, reference):
        if name not in known:
            there = [one for one in known if one is not None]
            raise TableError(f"{where} {name!r} has nothing to compare here.{did_you_mean(str(name), map(str, there))}")


def _words_of(rows: pd.DataFrame, mean_of: str) -> pd.DataFrame:
    """Of each word of a group: its uses, its share of the group's mean, and its mean score."""
    stretches = rows[["words", "score"]].assign(weight=_weights(rows, mean_of)).reset_index(drop=True)
    stretches["words"] = stretches["words"].map(lambda words: list(words) or [[_NO_WORDS, 1.0]])
    entries = stretches.explode("words")
    pairs = entries["words"].tolist()
    value = np.array([pair[1] for pair in pairs], dtype=np.float64)
    stretch = entries.index.to_numpy()
    sums, sizes, k = (np.bincount(stretch, weights=each) for each in (value, np.abs(value), np.ones(len(value))))
    scale = np.where(np.abs(sums) > _CANCELLED * sizes, k, 0) / np.where(sums == 0, 1, sums)
    own = np.where(scale[stretch] == 0, 1, value * scale[stretch]) * entries["score"].to_numpy(np.float64)
    weight = entries["weight"].to_numpy(np.float64) / k[stretch]
    table = pd.DataFrame({"term": [str(pair[0]).lower() for pair in pairs], "share": weight, "part": weight * own})
    words = table.groupby("term").agg(n=("share", "size"), share=("share", "sum"), part=("part", "sum"))
    return words.assign(score=words["part"] / words["share"])


def _weights(rows: pd.DataFrame, mean_of: str) -> pd.Series:
    """What each stretch weighs in the mean of its group."""
    if mean_of == "words":
        return rows["n_words"] / rows["n_words"].sum()
    of_remarks = rows.groupby(["article_id", "remark_id"])["n_words"]
    return rows["n_words"] / of_remarks.transform("sum") / of_remarks.ngroups


def _shifted(
    one: pd.DataFrame, other: pd.DataFrame, *, by: str, group: Any, reference: Any, measure: str, centre: float
) -> pd.DataFrame:
    """The table `contributions` of two sides with the same terms."""
    use, worth = shift_means(one["share"], other["share"], one["score"], other["score"], centre=centre)
    sides = {name: one[name] for name in ("term", "n", "share", "score")}
    sides |= {f"reference_{name}": other[name] for name in ("n", "share", "score")}
    table = pd.DataFrame(sides | {"from_use": use, "from_score": worth, "contribution": use + worth})
    table = table.assign(by=by, group=str(group), reference=str(reference), measure=measure)
    order = table.assign(size=-table["contribution"].abs().round(12)).sort_values(["size", "term"]).index
    return schema.make_table("contributions", table.loc[order])
