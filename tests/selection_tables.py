"""Speeches, articles and remarks of an invented island, as tables, for the tests of selection."""

from __future__ import annotations

import re

import pandas as pd

from framing.measures.selection.alignment import align_remarks
from framing.schema import make_table

SPEECH = (
    "Good evening to you all. The ferry is our only road, and nobody will close it while I hold this office. "
    "We have counted the boats that came in the fog. There were nine of them, and not one had a light. "
    "I have asked the harbour master to stay awake. Tomorrow the council will meet behind open doors. "
    "Now we need patience more than we need paint. The ferry will sail at six. Good night, and mind the steps."
)
LEADER = "Ada Brook"


def speeches_of(*texts, leader=LEADER, delivered="2034-03-01"):
    n = len(texts)
    leaders = [leader] * n if isinstance(leader, str) else leader
    days = pd.to_datetime([delivered] * n if isinstance(delivered, str | None) else delivered)
    columns = {"speech_id": [f"s{k}" for k in range(n)], "leader": leaders, "text": list(texts)}
    return make_table("speeches", columns | {"delivered": days})


def articles_of(texts, *, outlets=None, stories=None, published="2034-03-02", language="en"):
    n = len(texts)
    ids = [f"a{k}" for k in range(n)]
    columns = {"article_id": ids, "story_id": stories or ids, "outlet": outlets or ["The Lantern"] * n}
    columns |= {"text": texts, "published": pd.to_datetime([published] * n), "body_start": [0] * n}
    return make_table("articles", columns | {"language": [language] * n, "warnings": [[] for _ in ids]})


def marked(content):
    """Text with [ ] around the content of the remark, and its span; quoted spans stand in double marks."""
    before, inside, after = re.fullmatch(r"(.*)<<(.*)>>(.*)", content, re.DOTALL).groups()
    start, text = len(before), before + inside + after
    span = [start, start + len(inside)]
    quoted = [[m.start(1), m.end(1)] for m in re.finditer(r'"([^"]*)"', text) if span[0] <= m.start(1) < span[1] + 1]
    return text, [span], quoted


def remarks_of(spans, *, leaders=LEADER, not_said=False):
    """One remark per article: its spans and its quoted spans."""
    n = len(spans)
    columns = {"remark_id": [f"r{k}" for k in range(n)], "article_id": [f"a{k}" for k in range(n)]}
    columns |= {"form": ["mixed"] * n, "content": ["clause"] * n, "rule": ["hand"] * n, "not_said": [not_said] * n}
    columns |= {"leader": [leaders] * n if isinstance(leaders, str | None) else leaders}
    columns |= {"start": [own[0][0] for own, _ in spans], "end": [own[-1][1] for own, _ in spans]}
    return make_table("remarks", columns | {"spans": [a for a, _ in spans], "quoted_spans": [b for _, b in spans]})


def aligned(content, *speeches, leader=LEADER, options=None, **of_article):
    """The alignments of one article with one remark between << and >>."""
    text, spans, quoted = marked(content)
    given = (
        speeches_of(*(speeches or (SPEECH,))) if not isinstance((speeches or ("",))[0], pd.DataFrame) else speeches[0]
    )
    remarks = remarks_of([(spans, quoted)], leaders=leader)
    return align_remarks(remarks, articles_of([text], **of_article), given, **(options or {}))


def passage(row, speech=SPEECH):
    """The words of the speech that a row names."""
    return None if pd.isna(row["speech_start"]) else speech[int(row["speech_start"]) : int(row["speech_end"])]
