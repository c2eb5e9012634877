"""Small tables for the tests of the measures. The people, places and outlets in them are invented."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from framing.lexicon import Lexicon, Term
from framing.schema import make_table
from framing.text import canonical, tokenize

HARBOUR = Lexicon(
    name="harbour",
    version="1.0",
    language="en",
    citation="",
    licence="CC0-1.0",
    frames={"storm": "words for wind", "trade": "words for goods", "faith": "words nobody uses here"},
    terms=(Term("storm", "gale"), Term("storm", "squall"), Term("trade", "cargo"), Term("faith", "psalm")),
)


class Part(NamedTuple):
    """Some whole sentences of one voice: what the function that assigns voices would find."""

    text: str
    leader: str | None = None
    voice: str = "quoted"
    remark: str | None = None
    article: str = "a1"
    story: str | None = None
    outlet: str = "The Lantern"
    repeat: bool = False


def articles_of(parts: list[Part]) -> pd.DataFrame:
    """One article for each name, of the texts of its parts, each a paragraph."""
    texts: dict[str, list[Part]] = {}
    for part in parts:
        texts.setdefault(part.article, []).append(part)
    rows = [
        (name, own[0].story or name, own[0].outlet, "\n\n".join(p.text for p in own)) for name, own in texts.items()
    ]
    ids, stories, outlets, written = (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 4
    columns = {"article_id": ids, "story_id": stories, "outlet": outlets, "text": written}
    return make_table("articles", columns | {"body_start": [0] * len(rows), "warnings": [[] for _ in rows]})


def words_of(parts: list[Part]) -> pd.DataFrame:
    """The tokens of the parts, without voices."""
    return tokenize(articles_of(parts))


def voiced(parts: list[Part]) -> pd.DataFrame:
    """The tokens of the parts with their voices; paragraph n of an article is its part n."""
    tokens = words_of(parts)
    own: dict[str, list[Part]] = {}
    for part in parts:
        own.setdefault(part.article, []).append(part)
    of_words = [own[row.article_id][row.paragraph] for row in tokens.itertuples()]
    voices = {
        "voice": [part.voice for part in of_words],
        "speaker": [part.leader for part in of_words],
        "leader": [part.leader for part in of_words],
        "remark_id": [part.remark for part in of_words],
        "repeat": [part.repeat for part in of_words],
    }
    return make_table("tokens+voices", {name: tokens[name] for name in tokens.columns} | voices)


def hits_in(tokens: pd.DataFrame, lexicon: Lexicon = HARBOUR) -> pd.DataFrame:
    """The matches of a lexicon of single words without wildcards; a hit after "no" is negated."""
    rows = []
    before = ""
    for word in tokens.to_dict("records"):
        shape = canonical(word["word"])
        for term in lexicon.terms:
            if shape == term.pattern:
                ends = {"first_token": word["position"], "last_token": word["position"], "crosses": False}
                found = {"lexicon": lexicon.label, "frame": term.frame, "pattern": term.pattern, "weight": 1.0}
                rows.append(word | found | ends | {"negated": before == "no"})
        before = shape
    names = [name for name in make_table("matches", {}).columns if not rows or name in rows[0]]
    return make_table("matches", {name: [row[name] for row in rows] for name in names})


def remark(
    remark_id: str,
    leader: str | None,
    form: str,
    cue: str | None,
    *,
    start: int,
    article: str = "a1",
    content: str = "clause",
    act: str | None = "stating",
    stance: str | None = "neutral",
    not_said: bool = False,
    repeats: str | None = None,
    quoted: int = 0,
) -> dict[str, object]:
    """A row of remarks: nine characters, with so many quoted fragments of two characters in them."""
    return {
        "remark_id": remark_id,
        "article_id": article,
        "form": form,
        "content": content,
        "leader": leader,
        "cue": cue,
        "cue_act": act,
        "cue_stance": stance,
        "not_said": not_said,
        "start": start,
        "end": start + 9,
        "spans": [[start, start + 9]],
        "quoted_spans": [[start + 3 * place, start + 3 * place + 2] for place in range(quoted)],
        "place": "body",
        "rule": "hand",
        "repeats": repeats,
    }


def remarks_of(rows: list[dict[str, object]]) -> pd.DataFrame:
    """The remarks table of these rows."""
    names = [name for name in make_table("remarks", {}).columns if rows and name in rows[0]]
    return make_table("remarks", {name: [row[name] for row in rows] for name in names})


def filler(n_words: int) -> str:
    """A sentence of that many words, none of them a term."""
    return " ".join(["We", *["went"] * (n_words - 1)]) + "."


def cells(table: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Rows of a table as tuples, with None for what is missing."""
    picked = table[list(columns)].astype(object)
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in picked.itertuples(index=False)]
