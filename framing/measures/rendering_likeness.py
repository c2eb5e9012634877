"""How like remarks of one speaker are: the same passage of a speech, or like wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from framing import languages
from framing.measures.resampling import Floats
from framing.measures.selection.wording import stemmer
from framing.text import canonical, words

Stems = frozenset[str]
Truths = npt.NDArray[np.bool_]

# Under these no likeness means anything: "welcomed them" is no rendering of "asked for them", nor is all that names one
# person the same. Of 594 pairs of summit that are the same, wording finds 459 with and without them; with two content
# words it would find 436, and join 21 that are wrong instead of 25 (benchmarks/renderings.py).
LEAST_SHARED = 2  # words that two remarks share
LEAST_CONTENT = 1  # of these, words that are no function words


def stems_of(text: str, language: str) -> Stems:
    """Return the different stems of a text's words, by NLTK's Snowball stemmer.

    Examples
    --------
    >>> sorted(stems_of("Talking while there is time to talk", "en"))
    ['is', 'talk', 'there', 'time', 'to', 'while']
    """
    stem = stemmer(language)
    return frozenset(stem(canonical(text[start:end])) for start, end in words(text))


def content_stems_of(text: str, language: str) -> Stems:
    """Return the different stems of a text's content words: of all words where the language has no list of others.

    Examples
    --------
    >>> sorted(content_stems_of("They're talking while it isn't time to talk to them", "en"))
    ['talk', 'time']
    """
    stem, empty = stemmer(language), _function_words(language.lower()[:2])
    forms = (canonical(text[start:end]) for start, end in words(text))
    return frozenset(stem(form) for form in forms if form not in empty and form.partition("'")[0] not in empty)


@cache
def _function_words(language: str) -> frozenset[str]:
    """Pronouns, auxiliaries, prepositions and the like, and what negates."""
    if language not in languages.list_languages():
        return frozenset()
    listed = (row["word"] for row in languages.read_rows(language, "function_words"))
    return frozenset([*listed, *languages.read_words(language, "negators")])


def share_enough(contents: Sequence[Stems], telling: Sequence[Stems]) -> Truths:
    """Return which two remarks share enough for their likeness to mean something, of shape (remarks, remarks).

    Parameters
    ----------
    contents, telling : sequence of frozenset of str
        The stems of each remark, and of these the stems of its content words.

    Returns
    -------
    numpy.ndarray
        True where both have two words in common, one of them a content word; on the diagonal, where a remark has.

    Examples
    --------
    >>> some = [frozenset(["welcom", "them"]), frozenset(["return", "them"]), frozenset(["return", "them", "now"])]
    >>> share_enough(some, [one - {"them"} for one in some])[1].tolist()
    [False, True, True]
    """
    return (_count_shared(contents) >= LEAST_SHARED) & (_count_shared(telling) >= LEAST_CONTENT)


def _count_shared(contents: Sequence[Stems]) -> Floats:
    """How many stems every two remarks share."""
    matrix = _matrix_of(contents, dict.fromkeys((stem for content in contents for stem in content), 1.0))
    return np.asarray((matrix @ matrix.T).toarray())


def weigh_stems(contents: Iterable[Stems]) -> dict[str, float]:
    """Return what each stem weighs among some remarks.

    Notes
    -----
    1 + log(n / m) of n remarks, m of them with the stem: rare words tell remarks apart, and a word that all have still
    counts a little, so that two remarks alone can be compared. Every remark twice weighs the same.

    Examples
    --------
    >>> weigh_stems([frozenset(["river", "is"]), frozenset(["is"])])["is"]
    1.0
    """
    some = list(contents)
    found = Counter(stem for content in some for stem in content)
    return {stem: 1 + float(np.log(len(some) / n)) for stem, n in found.items()}


def wording_likeness(contents: Sequence[Stems], weights: dict[str, float]) -> Floats:
    """Return the cosine of the weighted stems of every two remarks, of shape (remarks, remarks).

    Examples
    --------
    >>> some = [frozenset(["we", "talk"]), frozenset(["we", "wait"])]
    >>> wording_likeness(some, {"we": 1.0, "talk": 2.0, "wait": 2.0})[0, 1].round(3)
    np.float64(0.2)
    """
    return _cosines(_matrix_of(contents, weights))


def _matrix_of(contents: Sequence[Stems], weights: dict[str, float]) -> Any:
    """What each stem weighs in each remark, of shape (remarks, stems)."""
    number = {stem: place for place, stem in enumerate(sorted({stem for content in contents for stem in content}))}
    rows = [row for row, content in enumerate(contents) for _ in content]
    stems = [stem for content in contents for stem in sorted(content)]
    cells = [weights[stem] for stem in stems]
    shape = (len(contents), max(len(number), 1))
    return sp.csr_array((cells, (rows, [number[stem] for stem in stems])), shape=shape)


def _cosines(matrix: Any) -> Floats:
    """The cosine of every two rows; zero for a row without anything."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).reshape(-1))
    products = (matrix @ matrix.T).toarray()
    return np.asarray(products / np.maximum(lengths[:, None] * lengths[None, :], 1e-300))


def passage_likeness(remark_ids: Sequence[str], passages: pd.DataFrame) -> Floats:
    """Return how far every two remarks come from the same passage of a speech, of shape (remarks, remarks).

    Parameters
    ----------
    remark_ids : sequence of str
        The remarks.
    passages : pandas.DataFrame
        Rows of the `alignments` table that have a passage.

    Notes
    -----
    Characters of the speech that both come from / those that the one with fewer comes from: a fragment lies wholly in
    the sentence that another article quotes in full. Zero where one has no passage.

    Examples
    --------
    >>> passages = pd.DataFrame({"remark_id": ["r1", "r2"], "speech_id": ["s", "s"], "speech_start": [0, 50],
    ...     "speech_end": [100, 90]})
    >>> passage_likeness(["r1", "r2", "r3"], passages).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    own = passages[passages["remark_id"].isin(remark_ids)]
    if own.empty:
        return np.zeros((len(remark_ids), len(remark_ids)))
    ends = own["speech_end"].to_numpy(np.int64)
    shift = pd.factorize(own["speech_id"], sort=True)[0] * (ends.max() + 1)  # the speeches, one after the other
    starts, ends = own["speech_start"].to_numpy(np.int64) + shift, ends + shift
    bounds = np.unique(np.concatenate([starts, ends]))
    covers = np.zeros((len(remark_ids), len(bounds) - 1))
    rows = pd.Index(remark_ids).get_indexer(pd.Index(own["remark_id"]))
    for row, start, end in zip(rows, np.searchsorted(bounds, starts), np.searchsorted(bounds, ends), strict=True):
        covers[row, start:end] = 1
    shared = (covers * np.diff(bounds)) @ covers.T
    sizes = shared.diagonal()
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    return np.divide(shared, smaller, out=np.zeros_like(shared), where=smaller > 0)
