"""Which words mark one group against another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import xlogy

from framing import schema
from framing.errors import TableError, all_problems, did_you_mean
from framing.lexicon import Lexicon
from framing.measures.groups import Numbers
from framing.measures.keyness_counts import Side, add_up, count_uses
from framing.measures.resampling import Floats
from framing.measures.settings import is_number, is_whole
from framing.text import canonical

AGAINST = ("rest", "each")


def keyness(
    tokens: pd.DataFrame,
    *,
    by: str,
    group: Any = None,
    reference: Any = None,
    against: str = "rest",
    prior: float | Mapping[str, float] | pd.DataFrame,
    prior_words: float | None = None,
    fewest_stories: int = 2,
    voices: Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
    matches: pd.DataFrame | None = None,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Return which words are typical of a group, the most typical first.

    Parameters
    ----------
    tokens : pandas.DataFrame
        The `tokens` table, with or without voices.
    by : str
        The column of `tokens` that names the groups, such as "leader". Words without a name there are left out.
    group, reference : str, optional
        The group to look at and the group it is compared with. Without `group` every group has its turn.
    against : {"rest", "each"}
        Without a `reference`: compare with all others together, or with each other group in turn (each pair once).
    prior : float, mapping or pandas.DataFrame
        The pseudo-counts of the Dirichlet prior: one number for every term; a number for each term; or the `tokens`
        table of a background corpus, in which terms weigh what they weigh there and in `tokens` together.
    prior_words : float, optional
        What the pseudo-counts of a background corpus add up to: how many words of evidence it is worth.
    fewest_stories : int
        A term is ranked when the side it is typical of uses it in at least so many stories.
    voices : iterable of str, optional
        Whose words count: of "quoted", "paraphrased", "narrated". Needed when `tokens` has voices, unless `by` is
        "voice".
    where : mapping, optional
        Columns of `tokens` and the value, or list of values, that words must have to count.
    matches, lexicon
        Given together: the patterns of the lexicon ("frame: pattern") are compared instead of words.

    Returns
    -------
    pandas.DataFrame
        The `keyness` table: groups with most words first, then by name; within a comparison the largest `z` first,
        terms that are not ranked last. `z` is then missing and `note` says why; their counts stay.

    Raises
    ------
    TableError
        When a table, a column, a group or a setting is not what it should be, or a pseudo-count is not positive.

    Notes
    -----
    With y uses of a term in n words, its pseudo-count a and their sum a0, for group and reference:
    log_odds = ln((y + a) / (n + a0 - y - a)) - the same of the reference; z = log_odds / sqrt(1/(y + a) + 1/(y' + a)).
    This is the variance of Monroe et al. (eq. 20) and ConvoKit; scattertext adds two cells, tidylo compares with all
    groups pooled, the group itself included. `z` ranks: words of one story are no independent observations, so it is
    no test, and neither is `g2`. To test a word, put it into a lexicon and use `compare_rates`.

    `g2` = 2 sum(observed ln(observed / expected)) over four cells, the two uses and the two remainders, negative where
    the group uses the term less; the two-cell form leaves the remainders out. `log2_ratio` = log2(((y + .5) / n) /
    ((y' + .5) / n')). Beside them stand the number of stories and Gries' DP over the stories of the side that uses the
    term more: a word of one speech has a DP near 1.

    References
    ----------
    Monroe, B. L., Colaresi, M. P., & Quinn, K. M. (2008). Fightin' words. Political Analysis 16(4), 372-403.
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Comp. Linguistics 19(1), 61-74.
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. IJCL 13(4), 403-437.

    Examples
    --------
    Six words an outlet, five different ones. With a prior of 1, "gale" has 2 + 1 of 6 + 5 words against 0 + 1 of 6 + 5:
    ln(3 / 8) - ln(1 / 10) = ln 3.75.

    >>> from framing import articles_from_records, tokenize
    >>> texts = {"The Lantern": ["A gale came.", "A gale left."], "Port Post": ["A ship came.", "A ship left."]}
    >>> records = [{"article_id": f"{outlet} {number}", "outlet": outlet, "text": text}
    ...     for outlet, written in texts.items() for number, text in enumerate(written)]
    >>> tokens = tokenize(articles_from_records(records, source="notes"))
    >>> key = keyness(tokens, by="outlet", group="The Lantern", reference="Port Post", prior=1.0)
    >>> key[["term", "n", "reference_n", "log_odds", "z", "n_stories"]].round(3).head(2)
       term  n  reference_n  log_odds      z  n_stories
    0  gale  2            0     1.322  1.145          2
    1     a  2            2     0.000  0.000          2
    """
    if not isinstance(by, str):
        raise TableError(f'by={by!r}: groups are compared by one column, such as "leader".')
    if matches is not None and isinstance(prior, pd.DataFrame):
        raise TableError("prior: a background corpus tells of words, not of patterns. Give a number, or one for each.")
    if (matches is None) != (lexicon is None):
        raise TableError("matches and lexicon belong together: give both to compare patterns, or none for words.")
    if not is_whole(fewest_stories) or fewest_stories < 1:
        raise TableError(f"fewest_stories={fewest_stories!r}: give a whole number of 1 or more.")
    counted = count_uses(tokens, by=by, voices=voices, where=where, matches=matches, lexicon=lexicon)
    pairs = _pairs(counted.names, by, group, reference, against)
    weights = _pseudo_counts(prior, prior_words, counted.terms, counted.n)
    sides: dict[tuple[int, ...], Side] = {}
    tables = []
    for members, others, name, other_name in pairs:
        one, other = (sides.setdefault(key, add_up(counted, key)) for key in (members, others))
        table = _scores(one, other, weights, fewest_stories).assign(term=counted.terms, prior=weights)
        table = table[(table["n"] + table["reference_n"]) > 0].assign(by=by, group=name, reference=other_name)
        tables.append(_ranked(table))
    return schema.make_table("keyness", pd.concat(tables, ignore_index=True))


def log_odds(n: Any, reference_n: Any, prior: Any, totals: tuple[float, float, float]) -> tuple[Floats, Floats]:
    """Return the log-odds ratios of terms with a Dirichlet prior, and these over their standard errors (z).

    Parameters
    ----------
    n, reference_n, prior : arrays
        Uses of each term in the group and in the reference, and its pseudo-count.
    totals : tuple of float
        The words of the group and of the reference, and the sum of the prior.

    Returns
    -------
    tuple of arrays
        Positive where a term is more typical of the group; not a number for a term beside which there is no other.

    Examples
    --------
    >>> [values.round(3).tolist() for values in log_odds([4, 1], [1, 4], [5, 5], (5, 5, 10))]
    [[0.811, -0.811], [1.539, -1.539]]
    """
    a = np.asarray(prior, dtype=np.float64)
    y, reference_y = np.asarray(n) + a, np.asarray(reference_n) + a
    others, reference_others = totals[0] + totals[2] - y, totals[1] + totals[2] - reference_y
    defined = (others > 0) & (reference_others > 0)
    others, reference_others = np.where(defined, others, np.nan), np.where(defined, reference_others, np.nan)
    ratio = np.log(y / others) - np.log(reference_y / reference_others)
    return ratio, ratio / np.sqrt(1 / y + 1 / reference_y)


def four_cell_g2(n: Any, reference_n: Any, n_tokens: float, reference_n_tokens: float) -> Floats:
    """Return the log-likelihood G2 of each term, negative where the group uses it less than expected.

    Examples
    --------
    Two of ten words against none: 2 (2 ln 2 + 8 ln(16/18) + 10 ln(20/18)).

    >>> four_cell_g2([2], [0], 10, 10).round(3).tolist()
    [2.995]
    """
    one, other = np.asarray(n, dtype=np.float64), np.asarray(reference_n, dtype=np.float64)
    total = n_tokens + reference_n_tokens
    cells = ((one, other), (n_tokens - one, reference_n_tokens - other))
    g2 = np.zeros_like(one)
    for row in cells:
        for observed, size in zip(row, (n_tokens, reference_n_tokens), strict=True):
            expected = (row[0] + row[1]) * size / total
            g2 += 2 * xlogy(observed, observed / np.where(expected > 0, expected, 1))
    return np.sign(one * reference_n_tokens - other * n_tokens) * np.maximum(g2, 0)


def _pairs(
    names: list[Any], by: str, group: Any, reference: Any, against: str
) -> list[tuple[tuple[int, ...], tuple[int, ...], str, str | None]]:
    """Who is compared with whom: the numbers of the groups of both sides, and their names."""
    if against not in AGAINST:
        raise TableError(f"against: there is no {against!r}.{did_you_mean(str(against), AGAINST)}")
    for name in (group, reference):
        if name is not None and name not in names:
            raise TableError(f"tokens: {by} {name!r} has no words here.{did_you_mean(str(name), map(str, names))}")
    if reference is not None and group is None:
        raise TableError(f"reference={reference!r} without a group. Say which group is compared with it.")
    if group is not None and group == reference:
        raise TableError(f"group and reference are both {group!r}. Compare two different groups.")
    if len(names) < 2:
        n_groups = "1 group" if len(names) == 1 else "no group"
        raise TableError(f"tokens: {n_groups} in {by!r}; it takes two to compare. Group by another column.")
    every = range(len(names))
    chosen = every if group is None else [names.index(group)]
    if reference is not None:
        other = names.index(reference)
        return [((one,), (other,), str(names[one]), str(reference)) for one in chosen]
    if against == "each":
        both = [(one, other) for one in chosen for other in every if (other > one if group is None else other != one)]
        return [((one,), (other,), str(names[one]), str(names[other])) for one, other in both]
    return [((one,), tuple(other for other in every if other != one), str(names[one]), None) for one in chosen]


def _pseudo_counts(prior: Any, prior_words: float | None, terms: list[str], n: Numbers) -> Floats:
    """The pseudo-count of each term, once all are known to be positive."""
    if isinstance(prior, pd.DataFrame):
        return _background(prior, prior_words, terms, n)
    if prior_words is not None:
        raise TableError(f"prior_words={prior_words!r} scales a background corpus; this prior is none. Leave it out.")
    if isinstance(prior, Mapping | pd.Series):
        given = dict(prior)
        numbers = pd.to_numeric(pd.Series([given.get(term) for term in terms], dtype="object"), errors="coerce")
        weights = numbers.to_numpy(dtype=np.float64, na_value=np.nan)
    elif isinstance(prior, int | float | np.number) and not isinstance(prior, bool):
        weights = np.full(len(terms), float(prior))
    else:
        raise TableError(f"prior={prior!r}: give a positive number, one for each term, or a table of tokens.")
    wrong = np.flatnonzero(~((weights > 0) & np.isfinite(weights)))
    if len(wrong):
        said = [f"every term has {prior}"]
        if isinstance(prior, Mapping | pd.Series):
            said = [f"{terms[k]!r} has {given.get(terms[k], np.nan)!r}" for k in wrong]
        raise TableError(all_problems("prior: pseudo-counts must be positive", said))
    return weights


def _background(prior: pd.DataFrame, prior_words: float | None, terms: list[str], n: Numbers) -> Floats:
    """Pseudo-counts by the use of each term in a background corpus and in the words compared, together."""
    if prior_words is None or not is_number(prior_words) or not np.isfinite(prior_words) or prior_words <= 0:
        raise TableError(
            f"prior_words={prior_words!r}: say how many words the background corpus is worth, such as 500."
        )
    schema.check_table(prior, "tokens", source="prior")
    counts = prior["word"].value_counts()
    of_form: dict[str, int] = {}
    for word, count in counts.items():
        form = canonical(str(word))
        of_form[form] = of_form.get(form, 0) + int(count)
    weights = n + np.array([of_form.get(term, 0) for term in terms], dtype=np.float64)
    return np.asarray(prior_words * weights / weights.sum())


def _scores(one: Side, other: Side, prior: Floats, fewest_stories: int) -> pd.DataFrame:
    """Every measure of every term; z only where enough stories use it."""
    ratio, z = log_odds(one.n, other.n, prior, (one.n_tokens, other.n_tokens, float(prior.sum())))
    more = one.n * other.n_tokens >= other.n * one.n_tokens
    own_stories = np.where(ratio >= 0, one.n_stories, other.n_stories)
    few = own_stories < fewest_stories
    log2_ratio = np.log2((one.n + 0.5) / one.n_tokens) - np.log2((other.n + 0.5) / other.n_tokens)
    said = [f"in {k} {'story' if k == 1 else 'stories'}: not ranked" for k in own_stories.tolist()]
    notes = pd.Series(said, dtype="object").where(few, None)
    undefined = np.isnan(ratio)
    return pd.DataFrame(
        {"n": one.n, "reference_n": other.n, "n_tokens": one.n_tokens, "reference_n_tokens": other.n_tokens}
        | {"log_odds": ratio, "z": np.where(few, np.nan, z)}
        | {"g2": four_cell_g2(one.n, other.n, one.n_tokens, other.n_tokens), "log2_ratio": log2_ratio}
        | {"n_stories": one.n_stories, "reference_n_stories": other.n_stories}
        | {"dispersion": np.where(more, one.dp, other.dp)}
        | {"note": notes.mask(undefined, "no other term: no odds")}
    )


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """The largest z first, then by term; terms that are not ranked last, the commonest first."""
    order = table.assign(unranked=table["z"].isna(), uses=-(table["n"] + table["reference_n"]), first=-table["z"])
    order = order.assign(uses=order["uses"].where(order["unranked"], 0))
    return table.loc[order.sort_values(["unranked", "first", "uses", "term"], na_position="last").index]
