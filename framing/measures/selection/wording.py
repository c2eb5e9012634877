"""Texts as the words in which they are compared: word forms, stems and how much each says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from nltk.stem.snowball import SnowballStemmer

from framing.text import canonical, sentences, words

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

SAME_STEM = 0.9  # how like two forms of one stem are, against 1 for the same form
LEAST_ALIKE = 0.5  # words that share fewer of their letter triples are different words
_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}


class Words(NamedTuple):
    """The words of a text or of pieces of it: their places in the text, their folded forms."""

    starts: Numbers
    ends: Numbers
    forms: list[str]


class Speech(NamedTuple):
    """A speech: its words, the number of each form, and the first word of each sentence."""

    words: Words
    numbers: Numbers
    sentences: list[tuple[int, int]]
    first_words: Numbers


class Wordbook(NamedTuple):
    """Every form of word in all texts compared: its number, stem, letter triples and weight."""

    number: dict[str, int]
    stem: Numbers
    triples: sp.csr_matrix
    n_triples: Floats
    weight: Floats


def fold(word: str) -> str:
    """Return a word in the form in which it is compared word for word: a final 's counts, capitals do not.

    Examples
    --------
    >>> fold("Dam’s"), fold("DAM")
    ("dam's", 'dam')
    """
    return canonical(f"{word}-").removesuffix("-")  # the hyphen keeps what `canonical` would take off the end


def read_words(text: str, pieces: Iterable[tuple[int, int]]) -> Words:
    """Return the words of the pieces of a text.

    Examples
    --------
    >>> read_words("The river is ours.", [(4, 9), (13, 18)]).forms
    ['river', 'ours']
    """
    spans = [(a + start, b + start) for start, end in pieces for a, b in words(text[start:end])]
    places = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return Words(places[:, 0], places[:, 1], [fold(text[a:b]) for a, b in spans])


def join_words(stretches: Sequence[Words]) -> Words:
    """The words of several stretches, one after the other."""
    if not stretches:
        return read_words("", [])
    starts = np.concatenate([stretch.starts for stretch in stretches])
    ends = np.concatenate([stretch.ends for stretch in stretches])
    return Words(starts, ends, [form for stretch in stretches for form in stretch.forms])


def stemmer(language: str) -> Callable[[str], str]:
    """Return what makes stems of the words of a language; where none is known, words stay as they are.

    Examples
    --------
    >>> stemmer("en")("defending"), stemmer("xx")("defending")
    ('defend', 'defending')
    """
    return _stemmer(language.lower()[:2])


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    name = _STEMMERS.get(language)
    return str if name is None else SnowballStemmer(name).stem


def make_wordbook(speeches: Sequence[tuple[str, Words]], parts: Iterable[Words], language: str) -> Wordbook:
    """Return the wordbook of speeches (text and words) and of the parts of remarks.

    Notes
    -----
    A word weighs log(1 + n / m) squared: n sentences in all speeches, m of them with its stem. Words of no speech weigh
    as those of one sentence. Squares, as in the cosine of tf-idf vectors: what nearly every sentence has says nothing
    of where a remark comes from.
    """
    forms = dict.fromkeys(form for _, own in speeches for form in own.forms)
    forms |= dict.fromkeys(form for own in parts for form in own.forms)
    number = {form: place for place, form in enumerate(forms)}
    stem_of = stemmer(language)
    stems: dict[str, int] = {}
    stem = np.array([stems.setdefault(stem_of(form), len(stems)) for form in number], dtype=np.int64)
    in_sentences: Counter[int] = Counter()
    n_sentences = 0
    for text, own in speeches:
        of_words = np.searchsorted([start for start, _ in sentences(text)], own.starts, side="right")
        found = {(int(one), int(stem[number[form]])) for one, form in zip(of_words, own.forms, strict=True)}
        in_sentences.update(stem for _, stem in found)
        n_sentences += len(set(of_words.tolist()))
    n_with = np.array([max(in_sentences[one], 1) for one in stem.tolist()], dtype=np.float64)
    triples, n_triples = _letter_triples(list(number))
    return Wordbook(number, stem, triples, n_triples, np.log1p(n_sentences / n_with) ** 2)


def _letter_triples(forms: list[str]) -> tuple[sp.csr_matrix, Floats]:
    """Which runs of three letters each form has, its ends marked."""
    numbers: dict[str, int] = {}
    rows, columns = [], []
    for row, form in enumerate(forms):
        padded = f"^{form}$"
        found = {numbers.setdefault(padded[k : k + 3], len(numbers)) for k in range(len(padded) - 2)}
        rows += [row] * len(found)
        columns += sorted(found)
    shape = (len(forms), max(len(numbers), 1))
    matrix = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    return matrix, np.asarray(matrix.sum(axis=1)).reshape(-1)


def read_speech(text: str, own: Words, book: Wordbook, language: str) -> Speech:
    """Return a speech ready to be compared; a sentence without a word is none."""
    bounds = sentences(text, language)
    of_words = np.searchsorted([start for start, _ in bounds], own.starts, side="right") - 1
    with_words, first = np.unique(of_words, return_index=True)
    return Speech(own, number_words(own, book), [bounds[k] for k in with_words.tolist()], first.astype(np.int64))


def number_words(own: Words, book: Wordbook) -> Numbers:
    """The number of each word's form."""
    return np.array([book.number[form] for form in own.forms], dtype=np.int64)


def likeness_of_words(some: Numbers, others: Numbers, book: Wordbook) -> Floats:
    """Return how like each of some words is to each of others: 1 for the same form, 0 for different words.

    Notes
    -----
    Forms of one stem are nearly the same. Others are as like as Dice's coefficient of their letter triples, where that
    is at least a half ("fortify", "fortification"): stems of derived words often differ.
    """
    shared = (book.triples[some] @ book.triples[others].T).toarray()
    dice = 2 * shared / np.maximum(book.n_triples[some][:, None] + book.n_triples[others][None, :], 1)
    like = np.where(dice >= LEAST_ALIKE, dice * SAME_STEM, 0.0)
    like[book.stem[some][:, None] == book.stem[others][None, :]] = SAME_STEM
    like[some[:, None] == others[None, :]] = 1.0
    return like
