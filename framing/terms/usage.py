"""What the patterns of a lexicon do on a corpus: what each caught, what carries a frame, what frames share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.lexicon import Lexicon
from framing.terms.counting import FEWEST_WORDS_FOR_A_RATE
from framing.terms.patterns import Numbers, Truths, pattern_words, spread
from framing.terms.places import texts_by_article
from framing.text import WORD, canonical

MOST_FORMS_SHOWN = 10
FEWEST_ARTICLES = 10  # for a rank correlation: with fewer its sign is chance


def pattern_usage(matches: pd.DataFrame, articles: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Count what each pattern of a lexicon caught.

    Parameters
    ----------
    matches : pandas.DataFrame
        The `matches` table, all of it.
    articles : pandas.DataFrame
        The `articles` table in which they were found.
    lexicon : Lexicon
        What was looked for.

    Returns
    -------
    pandas.DataFrame
        The `pattern_usage` table: one row per pattern, those without a match included, in the order of frames, then of
        the lexicon's rows. Masks have no row: what they keep out is no match.

    Raises
    ------
    TableError
        When a table is not what it should be, or the matches are those of another lexicon.

    Notes
    -----
    Forms are the words a pattern matched, as they are compared: small letters, no final `'s`. `n_stems` counts how many
    different stems (Porter) the word with the `*` had: one for a closed pattern with matches.

    Examples
    --------
    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
    >>> text = "A gale, two Gales. The galeries closed."
    >>> articles = articles_from_records([{"article_id": "a", "text": text}], source="notes")
    >>> usage = pattern_usage(find_matches(tokenize(articles), weather), articles, weather)
    >>> usage["forms"].tolist()
    [[['gale', 1], ['gales', 1], ['galeries', 1]]]
    """
    _check_matches(matches, lexicon)
    schema.check_table(articles, "articles")
    forms = _forms(matches, articles)
    own = [term for frame in lexicon.frames for term in lexicon.terms if term.frame == frame]
    counted: dict[tuple[str, str], Counter[str]] = {(term.frame, term.pattern): Counter() for term in own}
    for frame, pattern, form in zip(matches["frame"], matches["pattern"], forms, strict=True):
        counted[frame, pattern][form] += 1
    caught = [counted[term.frame, term.pattern] for term in own]
    n_matches = pd.Series([each.total() for each in caught], dtype="int64")
    frames = pd.Series([term.frame for term in own], dtype="str")
    of_frame = n_matches.groupby(frames).transform("sum")
    in_articles = matches.groupby(["frame", "pattern"])["article_id"].nunique().to_dict()
    columns = {
        "lexicon": [lexicon.label] * len(own),
        "frame": frames,
        "pattern": [term.pattern for term in own],
        "n_matches": n_matches,
        "share_of_frame": n_matches / of_frame.where(of_frame > 0),
        "n_articles": [in_articles.get((term.frame, term.pattern), 0) for term in own],
        "n_forms": [len(each) for each in caught],
        "n_stems": [_n_stems(term.pattern, each) for term, each in zip(own, caught, strict=True)],
        "forms": [[list(pair) for pair in each.most_common(MOST_FORMS_SHOWN)] for each in caught],
    }
    return schema.make_table("pattern_usage", columns)


def _check_matches(matches: pd.DataFrame, lexicon: Lexicon) -> None:
    """Refuse matches of another lexicon."""
    schema.check_table(matches, "matches")
    others = [label for label in matches["lexicon"].unique() if label != lexicon.label]
    if others:
        raise TableError(f"matches: found with {others[0]!r}, not with {lexicon.label!r}. Give that lexicon.")


def _forms(matches: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    """The words of each match as they are compared."""
    texts = texts_by_article(articles, matches["article_id"], source="matches")
    places = zip(matches["article_id"], matches["start"].tolist(), matches["end"].tolist(), strict=True)
    number, printed = pd.factorize(pd.Series([texts[name][start:end] for name, start, end in places], dtype="str"))
    forms = [" ".join(map(canonical, WORD.findall(words))) for words in printed]
    return [forms[each] for each in number.tolist()]


def _n_stems(pattern: str, forms: Iterable[str]) -> int:
    """How many different stems the open word of a pattern had."""
    words = pattern_words(pattern)
    at = next((place for place, word in enumerate(words) if word.endswith("*")), None)
    if at is None:
        return int(any(True for _ in forms))
    from nltk.stem.porter import PorterStemmer

    stem = PorterStemmer().stem
    return len({stem(form.split()[at]) for form in forms})


def frame_usage(matches: pd.DataFrame, counts: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Say how each frame of a lexicon works on a corpus: how much it catches, and what carries it.

    Parameters
    ----------
    matches : pandas.DataFrame
        The `matches` table, all of it.
    counts : pandas.DataFrame
        What `count_frames` gives for the same articles and lexicon.
    lexicon : Lexicon
        What was looked for.

    Returns
    -------
    pandas.DataFrame
        The `frame_usage` table: one row per frame in the order of the lexicon, then one in which `frame` is missing,
        for all frames together.

    Raises
    ------
    TableError
        When `matches` is not what it should be, or is of another lexicon.

    Notes
    -----
    `top_share` is the share of a frame's matches that its commonest pattern makes: a frame that rests on one word
    measures that word. `length_correlation` is Spearman's rank correlation of matches per 1,000 words with the length
    of the article, over articles of at least 100 words: away from 0, long and short articles cannot be compared.
    `share_words_matched` counts a word once, however many matches it is in.

    Examples
    --------
    >>> from framing import articles_from_records, count_frames, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> terms = (Term("storm", "gale*"), Term("storm", "squall"))
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, terms)
    >>> articles = articles_from_records([{"article_id": "a", "text": "A gale. Gales and a squall."}], source="notes")
    >>> usage = frame_usage(find_matches(tokenize(articles), weather), count_frames(articles, weather), weather)
    >>> usage[["n_matches", "top_pattern", "top_share", "share_words_matched"]]
       n_matches top_pattern  top_share  share_words_matched
    0          3       gale*   0.666667                  0.5
    1          3       gale*   0.666667                  0.5
    """
    _check_matches(matches, lexicon)
    words = _Words(matches, lexicon)
    n_tokens = int(counts.drop_duplicates("article_id")["n_tokens"].sum())
    rows = [_usage_of(frame, matches, counts, lexicon) for frame in (*lexicon.frames, None)]
    n_words = [*words.in_frame.sum(axis=0).tolist(), len(words.in_frame)]
    columns = {name: [row[name] for row in rows] for name in rows[0]} | {
        "lexicon": [lexicon.label] * len(rows),
        "n_tokens": [n_tokens] * len(rows),
        "share_words_matched": [n / n_tokens if n_tokens else None for n in n_words],
    }
    return schema.make_table("frame_usage", columns)


def _usage_of(frame: str | None, matches: pd.DataFrame, counts: pd.DataFrame, lexicon: Lexicon) -> dict[str, object]:
    """One row of `frame_usage`; of all frames when there is none."""
    own = matches if frame is None else matches[matches["frame"] == frame]
    patterns = [t.pattern for t in lexicon.terms if not t.is_mask and frame in (None, t.frame)]
    commonest = own.groupby(["frame", "pattern"], sort=False).size().sort_values(ascending=False, kind="stable")
    correlation, n_articles = _length_correlation(counts if frame is None else counts[counts["frame"] == frame])
    return {
        "frame": frame,
        "n_patterns": len(patterns),
        "n_patterns_matched": len(commonest),
        "n_matches": len(own),
        "n_articles": own["article_id"].nunique(),
        "top_pattern": commonest.index[0][1] if len(commonest) else None,
        "top_share": commonest.iloc[0] / len(own) if len(commonest) else None,
        "length_correlation": correlation,
        "n_articles_correlated": n_articles,
    }


def _length_correlation(counts: pd.DataFrame) -> tuple[float | None, int]:
    """Rank correlation of the rate with the length of the article, and over how many articles."""
    from scipy.stats import spearmanr

    articles = counts.groupby("article_id", sort=False).agg(n=("n_matches", "sum"), words=("n_tokens", "first"))
    enough = articles[articles["words"] >= FEWEST_WORDS_FOR_A_RATE]
    rate = enough["n"] / enough["words"]
    if len(enough) < FEWEST_ARTICLES or rate.nunique() < 2 or enough["words"].nunique() < 2:
        return None, len(enough)
    return float(spearmanr(rate, enough["words"]).statistic), len(enough)


class _Words:
    """The words that lie in matches: each once, and in which frames."""

    def __init__(self, matches: pd.DataFrame, lexicon: Lexicon) -> None:
        """Number the words of all matches."""
        frames = {frame: number for number, frame in enumerate(lexicon.frames)}
        first = matches["first_token"].to_numpy(np.int64)
        self.n: Numbers = np.asarray(matches["last_token"].to_numpy(np.int64) - first + 1, dtype=np.int64)
        token, row = spread(first, self.n)
        article = pd.factorize(matches["article_id"])[0].astype(np.int64)[row]
        self.word: Numbers = pd.factorize(article * (token.max(initial=0) + 1) + token)[0].astype(np.int64)
        self.frame = np.array([frames[frame] for frame in matches["frame"]], dtype=np.int64)
        self.in_frame: Truths = np.zeros((self.word.max(initial=-1) + 1, len(frames)), dtype=bool)
        self.in_frame[self.word, self.frame[row]] = True

    def shared(self) -> Truths:
        """For each match and frame: whether one of its words lies in a match of that frame."""
        if not len(self.n):
            return np.zeros((0, self.in_frame.shape[1]), dtype=bool)
        found: Truths = np.logical_or.reduceat(self.in_frame[self.word], np.cumsum(self.n) - self.n, axis=0)
        return found


def frame_overlap(matches: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Count how many matches of each frame lie on words that another frame counts too.

    Parameters
    ----------
    matches : pandas.DataFrame
        The `matches` table, all of it.
    lexicon : Lexicon
        What was looked for.

    Returns
    -------
    pandas.DataFrame
        The `frame_overlap` table: one row for each frame and other frame, in the order of the lexicon.

    Raises
    ------
    TableError
        When `matches` is not what it should be, or is of another lexicon.

    Examples
    --------
    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> terms = (Term("storm", "high wind"), Term("storm", "gale"), Term("energy", "wind"))
    >>> weather = Lexicon("weather", "1.0", "en", "", "", {"storm": "wind words", "energy": "sources"}, terms)
    >>> articles = articles_from_records([{"article_id": "a", "text": "A gale; high wind."}], source="notes")
    >>> frame_overlap(find_matches(tokenize(articles), weather), weather)[["frame", "other", "n_shared", "share"]]
        frame   other  n_shared  share
    0   storm  energy         1    0.5
    1  energy   storm         1    1.0
    """
    _check_matches(matches, lexicon)
    words = _Words(matches, lexicon)
    shared = words.shared()
    names = list(lexicon.frames)
    rows = [(a, b) for a in range(len(names)) for b in range(len(names)) if a != b]
    n_matches = pd.Series([int((words.frame == a).sum()) for a, _ in rows], dtype="int64")
    n_shared = pd.Series([int(shared[words.frame == a, b].sum()) for a, b in rows], dtype="int64")
    columns = {
        "lexicon": [lexicon.label] * len(rows),
        "frame": [names[a] for a, _ in rows],
        "other": [names[b] for _, b in rows],
        "n_matches": n_matches,
        "n_shared": n_shared,
        "share": n_shared / n_matches.where(n_matches > 0),
    }
    return schema.make_table("frame_overlap", columns)
