"""Where each part of one remark comes from, the sure parts first: they say where to look for the others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.measures.selection.likeness import like_passages
from framing.measures.selection.nearness import align_words
from framing.measures.selection.parts import Part
from framing.measures.selection.verbatim import Place, find_places
from framing.measures.selection.wording import Floats, Numbers, Speech, Wordbook, number_words

# A paraphrase that stands beside a quotation usually goes with the sentence quoted: its passage needs to be less like.
BESIDE_QUOTATION = 0.25
AS_LIKE = 0.02  # a passage elsewhere within this of the best is as like


class Source(NamedTuple):
    """Where a part comes from: speech, words from `first` to `last`, and which words of both pair, as word numbers."""

    kind: str
    speech: int | None = None
    first: int = 0
    last: int = 0
    similarity: float = np.nan
    pairs: tuple[tuple[int, int], ...] = ()
    note: str | None = None


class Thresholds(NamedTuple):
    """From which similarity on a part is matched."""

    quotation: float
    paraphrase: float


def match_remark(parts: list[Part], speeches: dict[int, Speech], book: Wordbook, least: Thresholds) -> list[Source]:
    """Return where each part of a remark comes from.

    Parameters
    ----------
    parts : list of Part
        As `split_remark` gives them.
    speeches : dict of int to Speech
        The candidates, by number.
    book : Wordbook
        Of all of them.
    least : Thresholds
        From which similarity on quoted and paraphrased parts are matched.

    Notes
    -----
    First quoted parts that stand in one place only, then those that stand in several, then quotations that differ, then
    the paraphrase: each looks to where the parts before were found.
    """
    numbers = [number_words(part.words, book) for part in parts]
    found: dict[int, Source] = {}
    places = {k: _places(part, speeches) for k, part in enumerate(parts) if part.voice == "quoted"}
    for k in sorted(places, key=lambda k: (len(places[k]) == 0, len(places[k]), k)):
        rest = np.concatenate([numbers[other] for other in range(len(parts)) if other != k] or [numbers[k][:0]])
        if places[k]:
            found[k] = _verbatim(places[k], rest, found, speeches, book)
        else:
            found[k] = _differing(numbers[k], speeches, book, least.quotation)
    for k, part in enumerate(parts):
        if part.voice == "paraphrased":
            found[k] = _paraphrase(numbers[k], found, speeches, book, least.paraphrase)
    return [found[k] for k in range(len(parts))]


def _places(part: Part, speeches: dict[int, Speech]) -> list[tuple[int, Place]]:
    """Every place where a quoted part stands word for word."""
    if part.quotation is None:
        return []
    return [
        (number, place)
        for number, speech in speeches.items()
        for place in find_places(part.quotation, speech.words.forms)
    ]


def _verbatim(
    places: list[tuple[int, Place]],
    rest: Numbers,
    found: dict[int, Source],
    speeches: dict[int, Speech],
    book: Wordbook,
) -> Source:
    """The place that the rest of the remark speaks for; the first, when it speaks for none."""
    scores = [_support(number, place, rest, found, speeches[number], book) for number, place in places]
    best = int(np.argmax(scores)) if len(places) > 1 else 0
    note = None
    if len(places) > 1:
        tied = scores.count(scores[best]) > 1
        chosen = "the first of them is taken" if tied else "the one nearest the rest of the remark is taken"
        note = f"stands in {len(places)} places: {chosen}"
    number, place = places[best]
    words = [word for first, last in place.stretches for word in range(first, last)]
    return Source("verbatim", number, place.first, place.last, 1.0, tuple(enumerate(words)), note)


def _support(
    number: int, place: Place, rest: Numbers, found: dict[int, Source], speech: Speech, book: Wordbook
) -> float:
    """How much the rest of the remark speaks for a place: like words in its sentence, other parts found near."""
    sentence = _sentence_of(place.first, speech)
    near = [1 / (1 + abs(_sentence_of(one.first, speech) - sentence)) for one in found.values() if one.speech == number]
    return float(like_passages(rest, speech, book).likeness[sentence]) + max(near, default=0.0)


def _sentence_of(word: int, speech: Speech) -> int:
    return int(np.searchsorted(speech.first_words, word, side="right")) - 1


def _differing(numbers: Numbers, speeches: dict[int, Speech], book: Wordbook, least: float) -> Source:
    """The stretch nearest in wording; in another translation, the passage most like."""
    nearest = Source("unmatched")
    for number, speech in speeches.items():
        aligned = align_words(numbers, speech.numbers, book)
        if aligned is not None and not nearest.similarity >= aligned.nearness:
            pairs = tuple(aligned.pairs)
            nearest = Source("differs", number, aligned.first, aligned.last, aligned.nearness, pairs)
    likest = _most_like(numbers, {}, speeches, book, "differs")
    best = likest if likest.similarity > nearest.similarity else nearest
    return _matched_from(best, least)


def _paraphrase(
    numbers: Numbers, found: dict[int, Source], speeches: dict[int, Speech], book: Wordbook, least: float
) -> Source:
    """The passage most like; beside a quotation found in it, less likeness will do."""
    best = _most_like(numbers, found, speeches, book, "paraphrase")
    beside = any(
        one.speech == best.speech and one.first < best.last and best.first < one.last
        for one in found.values()
        if one.speech is not None
    )
    return _matched_from(best, least - BESIDE_QUOTATION if beside else least)


def _most_like(
    numbers: Numbers, found: dict[int, Source], speeches: dict[int, Speech], book: Wordbook, kind: str
) -> Source:
    """The passage of all speeches that is most like some words, those with a quotation found before favoured."""
    best, evidence, others = Source("unmatched"), -1.0, []
    for number, speech in speeches.items():
        passages = like_passages(numbers, speech, book)
        begins = speech.first_words[passages.first]
        ends = np.append(speech.first_words, len(speech.numbers))[passages.last + 1]
        score = passages.likeness.copy()
        held = [(begins < one.last) & (one.first < ends) for one in found.values() if one.speech == number]
        if held:
            score += BESIDE_QUOTATION * np.any(held, axis=0)
        others.append((number, begins, ends, score))
        if len(score) and score.max() > evidence:
            k, evidence = int(score.argmax()), float(score.max())
            best = Source(kind, number, int(begins[k]), int(ends[k]), float(passages.likeness[k]))
    if best.speech is None:
        return best
    again = align_words(numbers, speeches[best.speech].numbers[best.first : best.last], book)
    pairs = tuple((own, best.first + word) for own, word in again.pairs) if again else ()
    return best._replace(pairs=pairs, note=_as_like(best, evidence, others))


def _as_like(best: Source, evidence: float, others: list[tuple[int, Numbers, Numbers, Floats]]) -> str | None:
    """A note when a passage elsewhere is as like."""
    for number, begins, ends, score in others:
        apart = (begins >= best.last) | (ends <= best.first) if number == best.speech else np.ones(len(score), bool)
        if (score[apart] > evidence - AS_LIKE).any():
            return "another passage is as like"
    return None


def _matched_from(best: Source, least: float) -> Source:
    """A source, or none where it is less like than it must be."""
    if best.speech is not None and best.similarity >= least:
        return best
    why = "no word to compare" if np.isnan(best.similarity) else "no passage is like enough"
    if best.similarity == 0:
        why = "no word in common with the speeches compared"
    return Source("unmatched", similarity=best.similarity, note=why)
