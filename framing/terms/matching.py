"""Finds where the patterns of a lexicon stand among the words of articles."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing import languages, schema
from framing.lexicon import Lexicon
from framing.terms.patterns import Numbers, Patterns, Truths, compile_patterns, spread
from framing.terms.places import cuts, voice_changes
from framing.text import canonical

WORDS_A_NEGATOR_REACHES = 4

_OF_FIRST_WORD = ("article_id", "story_id", "outlet", "remark_id", "speaker", "leader", "voice")


def find_matches(tokens: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Find every framing term among the words of articles.

    Parameters
    ----------
    tokens : pandas.DataFrame
        The `tokens` table, with or without voices; a part of it will do. Words in a row of one sentence must be rows in
        a row; where rows are missing, no match runs over the gap.
    lexicon : Lexicon
        What to find.

    Returns
    -------
    pandas.DataFrame
        The `matches` table in the order of the tokens, then of the lexicon's frames. `remark_id`, `speaker`, `leader`
        and `voice` are those of the first word, missing before voices are assigned.

    Raises
    ------
    TableError
        When `tokens` is not what it should be.
    CorpusError
        When there is no language of the lexicon's code, and so no list of negators.

    Notes
    -----
    Words are compared in the form `canonical` gives them; `*` at the end of a word of a pattern stands for any ending,
    also none. Within a frame, patterns and masks compete: leftmost first, then most words, then mask, then exact over
    wildcard, then file order; the winner consumes its words, and a mask that wins is no match. Frames are independent.
    No match crosses the end of a sentence or words that were left out; one whose words lie in more than one voice or
    remark is marked `crosses`.

    `negated`: one of the language's negators stands among the four words before the match in its sentence, with no
    comma and no word such as "but" between. Negated matches count.

    Examples
    --------
    >>> from framing import articles_from_records, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> terms = (Term("storm", "gale*"), Term("-", "gale road"))
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, terms)
    >>> text = "No gales today on Gale Road. A gale tomorrow."
    >>> articles = articles_from_records([{"article_id": "a", "text": text}], source="notes")
    >>> find_matches(tokenize(articles), weather)[["frame", "pattern", "start", "end", "negated"]]
       frame pattern  start  end  negated
    0  storm   gale*      3    8     True
    1  storm   gale*     31   35    False
    """
    with_voices = "voice" in getattr(tokens, "columns", ())
    schema.check_table(tokens, "tokens+voices" if with_voices else "tokens")
    patterns = compile_patterns(lexicon)
    rows = Rows.of(tokens)
    first, last, term = find_hits(rows, patterns)
    border = np.cumsum(voice_changes(tokens))
    columns: dict[str, Any] = {name: tokens[name].iloc[first] for name in _OF_FIRST_WORD if name in tokens.columns}
    terms = [lexicon.terms[number] for number in term.tolist()]
    columns |= {
        "lexicon": [lexicon.label] * len(first),
        "frame": [each.frame for each in terms],
        "pattern": [each.pattern for each in terms],
        "weight": [each.weight for each in terms],
        "first_token": tokens["position"].to_numpy(np.int64)[first],
        "last_token": tokens["position"].to_numpy(np.int64)[last],
        "start": tokens["start"].to_numpy(np.int64)[first],
        "end": tokens["end"].to_numpy(np.int64)[last],
        "negated": is_negated(rows, first, lexicon.language),
        "crosses": border[first] != border[last],
    }
    return schema.make_table("matches", columns)


class Rows(NamedTuple):
    """The words of a table of tokens, each distinct one in canonical form."""

    forms: list[str]
    form: Numbers  # of each row: which form
    cut: Truths  # nothing reaches over the border before this row: another sentence, or words left out
    comma: Truths  # a comma stands before this row

    @classmethod
    def of(cls, tokens: pd.DataFrame) -> Rows:
        """Read a table of tokens."""
        form, distinct = pd.factorize(tokens["word"])
        forms = [canonical(word) for word in distinct]
        return cls(forms, form.astype(np.int64), cuts(tokens), tokens["after_comma"].to_numpy(bool))

    def are(self, words: tuple[str, ...]) -> Truths:
        """Which rows are one of these words."""
        wanted = {canonical(word) for word in words}
        return np.array([form in wanted for form in self.forms], dtype=bool)[self.form]


def find_hits(rows: Rows, patterns: Patterns) -> tuple[Numbers, Numbers, Numbers]:
    """First row, last row and term of every match, in the order of the table `matches`."""
    atoms = [patterns.atoms(form) for form in rows.forms]
    n_atoms = np.array([len(each) for each in atoms], dtype=np.int64)
    every = np.array([atom for each in atoms for atom in each], dtype=np.int64)
    hot = np.flatnonzero(n_atoms[rows.form])
    which, at = spread((np.cumsum(n_atoms) - n_atoms)[rows.form[hot]], n_atoms[rows.form[hot]])
    row = hot[at]
    position = row + np.cumsum(rows.cut)[row]  # a gap of one wherever nothing reaches over
    spark, n_words, term = patterns.candidates(position, every[which])
    won = patterns.winners(position[spark], n_words, term)
    first, term = row[spark[won]], term[won]
    order = np.lexsort((patterns.frame[term], first))
    return first[order], (first + n_words[won] - 1)[order], term[order]


def is_negated(rows: Rows, first: Numbers, language: str) -> Truths:
    """Whether a negator reaches each hit."""
    negator = rows.are(languages.read_words(language, "negators"))
    stop = rows.are(languages.read_words(language, "negation_stops"))
    barrier = rows.cut | rows.comma
    negated, reaches = np.zeros(len(first), dtype=bool), np.ones(len(first), dtype=bool)
    for distance in range(1, WORDS_A_NEGATOR_REACHES + 1):
        at = np.maximum(first - distance, 0)
        reaches &= (first >= distance) & ~barrier[np.minimum(at + 1, len(barrier) - 1)] & ~stop[at]
        negated |= reaches & negator[at]
    return negated
