"""Remarks aligned with the speeches they come from, part by part, character to character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing import schema
from framing.errors import TableError, all_problems
from framing.measures.selection.candidates import candidate_speeches, days_of
from framing.measures.selection.matching import Source, Thresholds, match_remark
from framing.measures.selection.parts import Part, split_remark
from framing.measures.selection.verbatim import find_places
from framing.measures.selection.wording import Speech, Words, make_wordbook, read_speech, read_words
from framing.measures.settings import is_number, is_whole

QUOTATION_THRESHOLD = 0.5
PARAPHRASE_THRESHOLD = 0.3
# So many words in a row are no chance: of the quotations of the summit corpus none of five words or more stands in a
# speech of somebody else too.
TELLING_WORDS = 5

Row = dict[str, Any]


def align_remarks(
    remarks: pd.DataFrame,
    articles: pd.DataFrame,
    speeches: pd.DataFrame,
    *,
    days: int = 7,
    quotation_threshold: float = QUOTATION_THRESHOLD,
    paraphrase_threshold: float = PARAPHRASE_THRESHOLD,
) -> pd.DataFrame:
    """Return the passage of a speech that each part of each remark comes from.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table. Remarks that were not said are left out.
    articles : pandas.DataFrame
        The `articles` table with every article of `remarks`.
    speeches : pandas.DataFrame
        The `speeches` table. Sentences and stems are those of the language of the articles.
    days : int
        A remark is compared with its leader's speeches of the day of the article and up to so many days before. What
        has no date is compared, with a note.
    quotation_threshold : float
        From which similarity (0 to 1) on a quotation that does not stand word for word in a speech is matched with the
        passage nearest to it.
    paraphrase_threshold : float
        The same for words outside quotation marks.

    Returns
    -------
    pandas.DataFrame
        The `alignments` table: one row per part of each remark that was said, in the order of remarks and then of the
        text. Each quoted span is a part; the words outside quotation marks are one. Every part has a row: one without a
        match is `unmatched` with a note, which says nothing of whether it was said. Where a quotation of five words or
        more stands in a speech of somebody else, or of another day, the note names it: look at the attribution.

    Raises
    ------
    TableError
        When a table or a setting is not what it should be, or a remark's article is not in `articles`.

    Notes
    -----
    `verbatim` is word for word: capitals, kinds of quotation marks and hyphens do not matter, an ellipsis skips words
    of the same speech, words in brackets stand for up to eight words of it or for none. Where a quotation stands in
    several places, that one is taken for which the rest of the remark speaks, and the note says so.

    `differs` is quoted and near: tense or person shifted, words left out, another translation. Its words are aligned
    with the speech at the least cost (`similarity` is 1 - cost / weight of its words); where a passage is more alike by
    its words in any order, that passage is taken. It differs from the transcript; who changed it, nobody can tell from
    this.

    `paraphrase` is not quoted: `similarity` is R^0.6 P^0.4, with R the share of the remark's words (weighted, each
    worth its likeness to the nearest word) that the passage holds, and P the share of the passage's that the remark
    holds. A passage is a sentence, or two that adjoin. Beside a quotation found in the passage 0.25 less will do: a
    clause goes with its fragment.

    Words weigh log(1 + sentences / sentences with the stem) squared over all `speeches` given, so that adding speeches
    may move a similarity a little. The default thresholds were chosen on remarks by hand; docs/selection.md has the
    curves.

    Examples
    --------
    >>> from framing.schema import make_table
    >>> text = 'Brook called the bridge "our only road" and said nobody would close it.'
    >>> articles = make_table("articles", {"article_id": ["a"], "story_id": ["a"], "text": [text], "body_start": [0],
    ...     "warnings": [[]]})
    >>> remarks = make_table("remarks", {"remark_id": ["r"], "article_id": ["a"], "form": ["mixed"],
    ...     "content": ["clause"], "leader": ["Ada Brook"], "not_said": [False], "start": [13], "end": [70],
    ...     "spans": [[[13, 38], [49, 70]]], "quoted_spans": [[[25, 38]]], "rule": ["hand"]})
    >>> speeches = make_table("speeches", {"speech_id": ["s"], "leader": ["Ada Brook"],
    ...     "text": ["It rained. This bridge is our only road, and nobody will close it. Good night."]})
    >>> found = align_remarks(remarks, articles, speeches)
    >>> found[["voice", "kind", "speech_start", "speech_end"]]
             voice        kind  speech_start  speech_end
    0  paraphrased  paraphrase            11          65
    1       quoted    verbatim            26          39
    """
    _check(remarks, articles, speeches, days, quotation_threshold, paraphrase_threshold)
    said = remarks[~remarks["not_said"].astype(bool)]
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    published = dict(zip(articles["article_id"], days_of(articles["published"]), strict=True))
    parts = [split_remark(texts[one.article_id], one.spans, one.quoted_spans) for one in said.itertuples()]
    book, read = _read_all(speeches, parts, _language(articles))
    known = list(zip(speeches["leader"], days_of(speeches["delivered"]), strict=True))
    least = Thresholds(quotation_threshold, paraphrase_threshold)
    ids, spoken = speeches["speech_id"].tolist(), speeches["text"].tolist()
    rows: list[Row] = []
    for remark, own in zip(said.itertuples(), parts, strict=True):
        candidates, note = candidate_speeches(remark.leader, published[remark.article_id], known, days)
        sources = match_remark(own, {number: read[number] for number in candidates}, book, least)
        for k, (part, source) in enumerate(zip(own, sources, strict=True), start=1):
            elsewhere = _elsewhere(part, source, candidates, read, speeches)
            row = {"remark_id": remark.remark_id, "article_id": remark.article_id, "leader": remark.leader, "part": k}
            row |= _row(part, source, texts[remark.article_id], read, ids, spoken)
            notes = [note, source.note if candidates else None, elsewhere]
            rows.append(row | {"n_speeches": len(candidates), "note": "; ".join(filter(None, notes)) or None})
    names = schema.column_names("alignments")
    return schema.make_table("alignments", {name: [row[name] for row in rows] for name in names})


def _check(
    remarks: pd.DataFrame,
    articles: pd.DataFrame,
    speeches: pd.DataFrame,
    days: int,
    quotation: float,
    paraphrase: float,
) -> None:
    """Refuse tables and settings by which nothing can be aligned."""
    schema.check_table(remarks, "remarks")
    schema.check_table(articles, "articles")
    schema.check_table(speeches, "speeches")
    problems = []
    if not is_whole(days) or days < 0:
        problems.append(f"days={days!r}: give a whole number of days from 0, such as 7.")
    for name, value in (("quotation_threshold", quotation), ("paraphrase_threshold", paraphrase)):
        if not is_number(value) or not 0 <= value <= 1:
            problems.append(f"{name}={value!r}: give a number from 0 to 1, such as 0.3.")
    if problems:
        raise TableError(all_problems("align_remarks", problems))
    unknown = remarks.loc[~remarks["article_id"].isin(articles["article_id"]), "article_id"]
    if len(unknown):
        raise TableError(f"remarks: article {unknown.iloc[0]!r} is not in articles. Give the articles they stand in.")
    length = pd.Series(articles["text"].str.len().array, index=articles["article_id"].array)
    beyond = remarks["end"].to_numpy() > remarks["article_id"].map(length).to_numpy()
    if beyond.any():
        row = int(beyond.argmax())
        where = f"row {row}: remark {remarks['remark_id'].iloc[row]!r} ends at {remarks['end'].iloc[row]}"
        raise TableError(f"remarks: {where}, after the end of its article. Give the articles they were found in.")


def _language(articles: pd.DataFrame) -> str:
    """The language of most articles."""
    known = articles["language"].dropna()
    return str(known.mode().iloc[0]) if len(known) else "en"


def _read_all(speeches: pd.DataFrame, parts: list[list[Part]], language: str) -> tuple[Any, list[Speech]]:
    """The wordbook, and every speech ready to be compared."""
    texts = speeches["text"].tolist()
    words = [read_words(text, [(0, len(text))]) for text in texts]
    book = make_wordbook(list(zip(texts, words, strict=True)), (part.words for own in parts for part in own), language)
    return book, [read_speech(text, own, book, language) for text, own in zip(texts, words, strict=True)]


def _elsewhere(
    part: Part, source: Source, candidates: list[int], read: list[Speech], speeches: pd.DataFrame
) -> str | None:
    """A note when the words of a quotation stand in a speech that it was not compared with."""
    if part.quotation is None or source.kind == "verbatim" or len(part.words.forms) < TELLING_WORDS:
        return None
    for number, speech in enumerate(read):
        if number not in candidates and find_places(part.quotation, speech.words.forms):
            return f"word for word in {speeches['speech_id'].iloc[number]!r} of {speeches['leader'].iloc[number]}"
    return None


def _row(part: Part, source: Source, text: str, read: list[Speech], ids: list[str], spoken: list[str]) -> Row:
    """The columns that say where a part stands and where it comes from."""
    row = {"start": part.start, "end": part.end, "voice": part.voice, "kind": source.kind, "speech_id": None}
    row |= {"speech_start": None, "speech_end": None, "similarity": source.similarity, "pairs": [], "changes": []}
    if source.speech is None:
        return row
    words = read[source.speech].words
    row |= {"speech_id": ids[source.speech], "speech_start": int(words.starts[source.first])}
    row |= {"speech_end": int(words.ends[source.last - 1])}
    row["pairs"] = list(_stretches(part.words, words, source.pairs, text))
    if part.voice == "quoted":
        row["changes"] = _changes(part, source, text, spoken[source.speech], words)
    return row


def _stretches(own: Words, words: Words, pairs: tuple[tuple[int, int], ...], text: str) -> Iterator[list[int]]:
    """Pairs of words that follow one another on both sides, as [start, end, speech_start, speech_end]."""
    stretch: list[int] = []
    before = (-2, -2)
    for k, word in pairs:
        goes_on = (k - 1, word - 1) == before and not any(map(str.isalnum, text[own.ends[k - 1] : own.starts[k]]))
        if not goes_on and stretch:
            yield stretch
        if not goes_on:
            stretch = [int(own.starts[k]), 0, int(words.starts[word]), 0]
        stretch[1], stretch[3] = int(own.ends[k]), int(words.ends[word])
        before = (k, word)
    if stretch:
        yield stretch


def _changes(part: Part, source: Source, text: str, spoken: str, words: Words) -> list[str]:
    """What of a quotation differs from the transcript."""
    changes = list(part.quotation.marks) if part.quotation else []
    own = part.words
    for k, word in source.pairs:
        printed = text[own.starts[k] : own.ends[k]].lstrip("[")
        if own.forms[k] == words.forms[word] and printed[0].isupper() != spoken[words.starts[word]].isupper():
            changes.append("capital")
            break
    return [*changes, *(["other words"] if source.kind == "differs" else [])]
