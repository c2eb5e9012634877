"""Sentence by sentence: who quotes which passage of a speech, and which nobody takes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.measures.selection.uptake import (
    Transcript,
    Uptake,
    count_in_sentences,
    gather_uptakes,
    sentences_taken,
    words_taken,
)


def find_passages(
    alignments: pd.DataFrame, articles: pd.DataFrame, speeches: pd.DataFrame, *, by: str = "outlet"
) -> pd.DataFrame:
    """Return for every sentence of every speech whether each group of articles quotes it, paraphrases it or omits it.

    Parameters
    ----------
    alignments : pandas.DataFrame
        The `alignments` table.
    articles : pandas.DataFrame
        The `articles` table that the remarks stand in.
    speeches : pandas.DataFrame
        The `speeches` table that they were aligned with.
    by : str
        Column of `articles` that makes the groups. Articles without a value are the group "no outlet" (or whatever
        the column is called).

    Returns
    -------
    pandas.DataFrame
        The `passages` table: one row per sentence and group, and one with a missing group for all together, first;
        in the order of speeches, sentences and group names. Sentences that everybody took have `n_groups` equal to the
        number of groups, those that nobody took zero.

    Raises
    ------
    TableError
        When a table is not what it should be, or the tables do not belong together.

    Notes
    -----
    A word counts once, however often it is quoted. Quoted are the words of verbatim parts, without those that an
    ellipsis skips, and those of the passages that differing quotations come from. A sentence is taken when one of its
    words is.

    Examples
    --------
    >>> from framing.schema import make_table
    >>> articles = make_table("articles", {"article_id": ["a"], "story_id": ["a"], "outlet": ["The Lantern"],
    ...     "text": ['"Nobody will close it."'], "body_start": [0], "warnings": [[]]})
    >>> speeches = make_table("speeches", {"speech_id": ["s"], "leader": ["Ada Brook"],
    ...     "text": ["It rained. Nobody will close it."]})
    >>> alignments = make_table("alignments", {"remark_id": ["r"], "article_id": ["a"], "leader": ["Ada Brook"],
    ...     "part": [1], "start": [1], "end": [22], "voice": ["quoted"], "kind": ["verbatim"], "speech_id": ["s"],
    ...     "speech_start": [11], "speech_end": [31], "similarity": [1.0], "pairs": [[[1, 21, 11, 31]]],
    ...     "changes": [[]], "n_speeches": [1]})
    >>> passages = find_passages(alignments, articles, speeches)
    >>> passages.loc[passages["group"].notna(), ["sentence", "group", "n_words", "n_words_quoted", "taken"]]
       sentence        group  n_words  n_words_quoted    taken
    1         0  The Lantern        2               0  omitted
    3         1  The Lantern        4               4   quoted
    """
    transcripts, uptakes, groups = gather_uptakes(alignments, articles, speeches, by=by)
    tables = []
    for number, transcript in enumerate(transcripts):
        own = [one for one in uptakes if one.speech == number]
        rows = [_of_group(None, own, transcript)]
        rows += [_of_group(group, [one for one in own if one.group == group], transcript) for group in groups]
        takers = np.sum([table["taken"] != "omitted" for table in rows[1:]], axis=0) if groups else 0
        tables += [table.assign(n_groups=takers, order=k) for k, table in enumerate(rows)]
    columns = schema.column_names("passages")
    if not tables:
        return schema.make_table("passages", {name: [] for name in columns})
    made = pd.concat(tables, ignore_index=True)
    made["place"] = pd.factorize(made["speech_id"])[0]
    return schema.make_table("passages", made.sort_values(["place", "sentence", "order"])[columns])


def _of_group(group: str | None, uptakes: list[Uptake], transcript: Transcript) -> pd.DataFrame:
    """The sentences of one speech as one group takes them."""
    quoted, paraphrased = words_taken(uptakes, transcript)
    n = len(transcript.sentences)
    in_quotes, around = (sentences_taken(words, transcript) for words in (quoted, paraphrased))
    every = np.ones(len(transcript.words), dtype=np.bool_)
    columns: dict[str, Any] = {"speech_id": [transcript.speech_id] * n, "leader": [transcript.leader] * n}
    columns |= {"sentence": range(n), "start": transcript.sentences[:, 0], "end": transcript.sentences[:, 1]}
    columns |= {"n_words": count_in_sentences(every, transcript), "group": pd.Series([group] * n, dtype="object")}
    columns |= {"n_words_quoted": count_in_sentences(quoted, transcript)}
    columns |= {"n_words_paraphrased": count_in_sentences(paraphrased, transcript)}
    columns |= {"taken": np.where(in_quotes, "quoted", np.where(around, "paraphrased", "omitted"))}
    return pd.DataFrame(columns).assign(n_articles=_n_articles(uptakes, transcript))


def _n_articles(uptakes: list[Uptake], transcript: Transcript) -> Any:
    """How many articles take each sentence."""
    taken = [sentences_taken(one.taken, transcript) for one in uptakes]
    return np.sum([np.zeros(len(transcript.sentences), dtype=np.int64), *taken], axis=0)
