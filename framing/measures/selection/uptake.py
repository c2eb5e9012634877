"""Which words and sentences of the speeches each article takes: what all measures of selection count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing import schema
from framing.errors import TableError, did_you_mean
from framing.measures.selection.wording import Numbers
from framing.text import sentences, words

Truths = npt.NDArray[np.bool_]
KINDS = ("verbatim", "differs", "paraphrase")


class Transcript(NamedTuple):
    """A speech: the start and end of its words and sentences, and the sentence of each word."""

    speech_id: str
    leader: str
    words: Numbers
    sentences: Numbers
    sentence_of: Numbers


class Uptake(NamedTuple):
    """What an article takes of a speech (its number): remarks, and words by kind, a row for each of `KINDS`."""

    article_id: str
    story: str
    group: str
    speech: int
    words: Truths
    remarks: frozenset[str]

    @property
    def quoted(self) -> Truths:
        """Words in quoted stretches, verbatim or nearly."""
        return np.asarray(self.words[:2].any(axis=0), dtype=np.bool_)

    @property
    def taken(self) -> Truths:
        """Words quoted or paraphrased."""
        return np.asarray(self.words.any(axis=0), dtype=np.bool_)


def read_transcripts(speeches: pd.DataFrame, language: str) -> list[Transcript]:
    """Return every speech with its words and sentences; a sentence without a word is none."""
    found = []
    for speech in speeches.itertuples():
        text = str(speech.text)
        own = np.array(words(text), dtype=np.int64).reshape(-1, 2)
        bounds = np.array(sentences(text, language), dtype=np.int64).reshape(-1, 2)
        numbers = np.searchsorted(bounds[:, 0], own[:, 0], side="right") - 1
        with_words, sentence_of = np.unique(numbers, return_inverse=True)
        place = sentence_of.reshape(-1).astype(np.int64)
        found.append(Transcript(str(speech.speech_id), str(speech.leader), own, bounds[with_words], place))
    return found


def gather_uptakes(
    alignments: pd.DataFrame, articles: pd.DataFrame, speeches: pd.DataFrame, *, by: str
) -> tuple[list[Transcript], list[Uptake], list[str]]:
    """Return the speeches, what each article takes of each, and the groups by name.

    Raises
    ------
    TableError
        When a table is not what it should be, or they do not belong together.
    """
    schema.check_table(alignments, "alignments")
    schema.check_table(articles, "articles")
    schema.check_table(speeches, "speeches")
    if by not in articles.columns:
        raise TableError(f"articles: no column {by!r} to group by.{did_you_mean(by, map(str, articles.columns))}")
    if articles[by].map(pd.api.types.is_list_like).any():
        raise TableError(f"articles: column {by!r} holds lists, and makes no groups. Give by= a column of texts.")
    known = articles["language"].dropna()
    transcripts = read_transcripts(speeches, str(known.mode().iloc[0]) if len(known) else "en")
    number = {transcript.speech_id: place for place, transcript in enumerate(transcripts)}
    _check_ids(alignments, articles, number)
    groups = [f"no {by}" if pd.isna(cell) else str(cell) for cell in articles[by]]
    of_article = dict(zip(articles["article_id"], zip(articles["story_id"], groups, strict=True), strict=True))
    rows: dict[tuple[str, int], list[Any]] = {}
    for row in alignments[alignments["speech_id"].notna()].itertuples():
        rows.setdefault((str(row.article_id), number[str(row.speech_id)]), []).append(row)
    uptakes = []
    for (article_id, speech), own in sorted(rows.items()):
        story, group = of_article[article_id]
        remarks = frozenset(str(row.remark_id) for row in own)
        words = _words_taken(own, transcripts[speech])
        uptakes.append(Uptake(article_id, str(story), group, speech, words, remarks))
    return transcripts, uptakes, sorted(set(groups))


def _check_ids(alignments: pd.DataFrame, articles: pd.DataFrame, speeches: dict[str, int]) -> None:
    """Refuse alignments of other articles or of other speeches."""
    for column, known in (("article_id", set(articles["article_id"])), ("speech_id", set(speeches))):
        unknown = alignments.loc[alignments[column].notna() & ~alignments[column].isin(known), column]
        if len(unknown):
            table = "articles" if column == "article_id" else "speeches"
            said = f"alignments: row {unknown.index[0]}: {column} {unknown.iloc[0]!r} is not in {table}."
            raise TableError(f"{said} Give the {table} that the remarks were aligned with.")


def _words_taken(rows: list[Any], transcript: Transcript) -> Truths:
    """The words of one speech that one article takes, by kind."""
    taken = np.zeros((len(KINDS), len(transcript.words)), dtype=np.bool_)
    for row in rows:
        for start, end in _stretches(row):
            taken[KINDS.index(row.kind)] |= (transcript.words[:, 0] < end) & (transcript.words[:, 1] > start)
    return taken


def _stretches(row: Any) -> Iterator[tuple[int, int]]:
    """The characters of the speech that a part takes: of a verbatim one without what its ellipses skip."""
    if row.kind == "verbatim" and len(row.pairs):
        yield from ((int(pair[2]), int(pair[3])) for pair in row.pairs)
    else:
        yield int(row.speech_start), int(row.speech_end)


def words_taken(uptakes: list[Uptake], transcript: Transcript) -> tuple[Truths, Truths]:
    """The words of a speech that some articles quote, and those that they paraphrase and do not quote."""
    quoted = np.zeros(len(transcript.words), dtype=np.bool_)
    paraphrased = quoted.copy()
    for one in uptakes:
        quoted |= one.quoted
        paraphrased |= one.words[2]
    return quoted, paraphrased & ~quoted


def sentences_taken(words: Truths, transcript: Transcript) -> Truths:
    """The sentences in which one of these words stands."""
    return count_in_sentences(words, transcript) > 0


def count_in_sentences(words: Truths, transcript: Transcript) -> Numbers:
    """How many of these words each sentence has."""
    return np.bincount(transcript.sentence_of[words], minlength=len(transcript.sentences)).astype(np.int64)


def by_story(uptakes: list[Uptake]) -> list[list[Uptake]]:
    """The uptakes of each story, stories in the order of their ids."""
    stories: dict[str, list[Uptake]] = {}
    for one in sorted(uptakes, key=lambda one: one.story):
        stories.setdefault(one.story, []).append(one)
    return list(stories.values())
