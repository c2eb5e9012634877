"""How evenly the hits of a frame, or the uses of a word, are spread over stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.lexicon import Lexicon
from framing.measures.groups import Numbers, count_rows, group_words, name_columns, split_groups
from framing.measures.resampling import Floats

NO_HIT = "no hit"
ONE_STORY = "one story: no dispersion"


class Spread(NamedTuple):
    """Of each term: stories that use it, Gries' DP, DP over its largest value, and Juilland's D."""

    n_stories: Numbers
    dp: Floats
    dp_norm: Floats
    juilland_d: Floats


def measure_spread(term: Any, story: Any, n: Any, sizes: Any, *, n_terms: int) -> Spread:
    """Return how evenly terms are spread over stories, from the stories that use them.

    Parameters
    ----------
    term, story, n : arrays
        Numbers of a term and of a story, each pair once, and how often the story uses the term.
    sizes : array
        Words of each story, above zero.
    n_terms : int
        How many terms there are.

    Returns
    -------
    Spread
        Not a number for a term without a use, and throughout when there are fewer than two stories.

    Notes
    -----
    With s a story's share of all words, v its share of the term's uses and p its rate: DP = sum|v - s| / 2; its
    largest value is 1 - min(s). D = 1 - sd(p) / mean(p) / sqrt(stories - 1), sd that of the population.

    Examples
    --------
    The example of Gries (2008): five parts with 1 to 5 uses.

    >>> spread = measure_spread([0] * 5, range(5), [1, 2, 3, 4, 5], [9, 10, 10, 10, 11], n_terms=1)
    >>> round(float(spread.dp[0]), 9), round(float(spread.juilland_d[0]), 3)
    (0.18, 0.785)
    """
    terms, stories = np.asarray(term, dtype=np.int64), np.asarray(story, dtype=np.int64)
    uses, words = np.asarray(n, dtype=np.float64), np.asarray(sizes, dtype=np.float64)

    def total(values: Any) -> Floats:
        return np.asarray(np.bincount(terms, weights=values, minlength=n_terms), dtype=np.float64)

    n_used = count_rows(terms, n_terms)
    if len(words) < 2:
        nothing = np.full(n_terms, np.nan)
        return Spread(n_used, nothing, nothing.copy(), nothing.copy())
    used = np.where(total(uses) > 0, 1.0, np.nan)
    size, rate = (words / words.sum())[stories], uses / words[stories]
    share = uses / total(uses)[terms]
    # Stories that do not use a term add their whole share of words to DP, and a rate of zero to D.
    dp = used * (total(np.abs(share - size)) + 1 - total(size)) / 2
    mean = total(rate) / len(words)
    squares = total((rate - mean[terms]) ** 2) + (len(words) - n_used) * mean**2
    variation = np.sqrt(squares / len(words)) / (mean * used)
    return Spread(n_used, dp, dp / (1 - words.min() / words.sum()), 1 - variation / np.sqrt(len(words) - 1))


def dispersion(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str | Iterable[str] = (),
    voices: Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
    patterns: bool = False,
) -> pd.DataFrame:
    """Return how evenly each frame is spread over stories, so that one speech is not taken for a habit.

    Parameters
    ----------
    matches, tokens, lexicon, by, voices
        As for `frame_rates`; `by=()` takes all words together.
    where : mapping, optional
        Columns of `tokens` and the value, or list of values, that words must have to count: {"leader": "Ada Brook"}.
    patterns : bool
        Whether each pattern has a row of its own, those without a hit included.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, then the `dispersion` table: groups as in `frame_rates`, frames (and their patterns) in the
        lexicon's order.

    Raises
    ------
    TableError
        As `frame_rates`.

    Notes
    -----
    DP is half the sum, over stories, of the distance between a story's share of the hits and its share of the words:
    the share of hits that would have to move for the frame to be as evenly spread as the words. `dp_norm` divides by
    1 - the share of words of the smallest story. Juilland's D takes the rates of the stories (they are of unequal
    length) and the standard deviation of the population. All three call an even frame even (0, 0, 1); D depends on the
    number of stories, DP hardly does.

    A rare term cannot be evenly spread: compare terms of like frequency.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. Int. Journal of Corpus Linguistics 13(4),
    403-437. Lijffijt, J., & Gries, S. Th. (2012). Correction to the same. IJCL 17(1), 147-149 (dp_norm). Juilland, A.,
    Brodin, D., & Davidovitch, C. (1970). Frequency Dictionary of French Words. Mouton.

    Examples
    --------
    Two articles of four words; one has all of the hits: half of them would have to move.

    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> records = [{"article_id": "a", "text": "A gale, a gale."}, {"article_id": "b", "text": "We all left early."}]
    >>> tokens = tokenize(articles_from_records(records, source="notes"))
    >>> spread = dispersion(find_matches(tokens, weather), tokens, weather)
    >>> spread[["frame", "n_matches", "n_stories", "n_stories_with_term", "dp", "dp_norm", "juilland_d"]]
       frame  n_matches  n_stories  n_stories_with_term   dp  dp_norm  juilland_d
    0  storm          2          2                    1  0.5      1.0         0.0
    """
    grouped = group_words(matches, tokens, lexicon, by=by, voices=voices, where=where)
    clash = [name for name in grouped.by if name in schema.column_names("dispersion")]
    if clash:
        raise TableError(f"by: {clash[0]!r} is a column of the dispersion itself. Rename that column of tokens.")
    terms = _terms_of(lexicon, patterns=patterns)
    parts = zip(*(split_groups(table, len(grouped.names)) for table in (grouped.words, grouped.hits)), strict=True)
    rows = [row for words, hits in parts for row in _rows_of(words, hits, tokens, lexicon, terms)]
    names = [name for name in grouped.names for _ in terms]
    table = pd.DataFrame(rows, columns=schema.column_names("dispersion")).assign(**name_columns(grouped.by, names))
    return schema.make_table("dispersion", table, extra=grouped.by)[[*grouped.by, *schema.column_names("dispersion")]]


def _terms_of(lexicon: Lexicon, *, patterns: bool) -> list[tuple[str, str | None]]:
    """Each frame, or each pattern of each frame."""
    if not patterns:
        return [(frame, None) for frame in lexicon.frames]
    return [(frame, term.pattern) for frame in lexicon.frames for term in lexicon.terms if term.frame == frame]


def _rows_of(
    words: pd.DataFrame,
    hits: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    terms: list[tuple[str, str | None]],
) -> list[dict[str, Any]]:
    """The rows of one group."""
    story_of, stories = pd.factorize(words["story_id"], sort=True)
    sizes = count_rows(story_of, len(stories))
    frames = list(lexicon.frames)
    keys = [(frames[number], pattern) for number, pattern in zip(hits["frame"], hits["pattern"], strict=True)]
    number = {term: place for place, term in enumerate(terms)}
    own = [number[key if key in number else (key[0], None)] for key in keys]
    story = stories.get_indexer(pd.Index(tokens["story_id"].iloc[hits["row"].to_numpy(np.int64)]))
    cells, n = np.unique(np.array(own, dtype=np.int64) * max(len(stories), 1) + story, return_counts=True)
    of_term, of_story = np.divmod(cells, max(len(stories), 1))
    spread = measure_spread(of_term, of_story, n, sizes, n_terms=len(terms))
    n_matches = count_rows(own, len(terms))
    of_group = {"lexicon": lexicon.label, "n_tokens": int(sizes.sum()), "n_stories": len(stories)}
    return [
        of_group
        | {"frame": frame, "pattern": pattern, "n_matches": int(n_matches[place])}
        | {"n_stories_with_term": int(spread.n_stories[place]), "dp": spread.dp[place]}
        | {"dp_norm": spread.dp_norm[place], "juilland_d": spread.juilland_d[place]}
        | {"note": _note(int(n_matches[place]), len(stories))}
        for place, (frame, pattern) in enumerate(terms)
    ]


def _note(n_matches: int, n_stories: int) -> str | None:
    """Why the dispersion is missing."""
    notes = [ONE_STORY] * (n_stories < 2) + [NO_HIT] * (n_matches == 0)
    return "; ".join(notes) or None
