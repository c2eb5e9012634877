"""The marks of an article, voices, terms and what was left out, and what stands in the margin beside its remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from framing.cells import is_missing
from framing.figures.labels import plain
from framing.figures.pages.marks import SKIP, TERM, VOICE, Mark, Note, in_lanes
from framing.figures.pages.sheet import id_of
from framing.lexicon import Lexicon

VOICES = ("quoted", "paraphrased", "narrated")
_QUOTES = "\"'“”„‟‘’‚‹›«»"
_TAIL = re.compile(rf"[^\s{_QUOTES}\w]*")  # marks after a word that go with its voice


def term_marks(matches: pd.DataFrame, lexicon: Lexicon, name: str) -> list[Mark]:
    """The hits, each with the label of its frame, which leads to what the frame means."""
    return in_lanes(_term(row, lexicon, name) for row in matches.to_dict("records"))


def _term(row: dict[Any, Any], lexicon: Lexicon, name: str) -> Mark:
    """One hit."""
    names = [plain(lexicon.frame_label(row["frame"])), short_label(row["frame"])]
    label, short = (f"{one}, negated" if row["negated"] else one for one in names)
    return Mark(row["start"], row["end"], TERM, "term", "", label, short, frame_id(name, row["frame"]))


def short_label(frame: str) -> str:
    """The name of a frame where there is little room: that of the lexicon's files."""
    return plain(frame.replace("_", " "))


def frame_id(name: str, frame: str) -> str:
    """Where the page with this name says what a frame means."""
    return f"{name}-{id_of('frame', frame)}"


def voice_marks(tokens: pd.DataFrame, text: str) -> Iterator[Mark]:
    """Stretches of words in one voice and, when they are said, of one remark; with the punctuation after them."""
    before: tuple[object, ...] = ()
    start = end = 0
    columns = (tokens[name] for name in ("voice", "remark_id", "paragraph", "start", "end"))
    for voice, remark, paragraph, first, last in zip(*columns, strict=True):
        run = (voice, "" if voice == "narrated" or is_missing(remark) else remark, paragraph)
        if run != before:
            if before:
                yield _voice(start, end, text, str(before[0]))
            before, start = run, int(first)
        end = int(last)
    if before:
        yield _voice(start, end, text, str(before[0]))


def _voice(start: int, end: int, text: str, voice: str) -> Mark:
    tail = _TAIL.match(text, end)
    return Mark(start, tail.end() if tail else end, VOICE, voice)


def skip_marks(skips: pd.DataFrame) -> list[Mark]:
    """What is no text of the article."""
    told = [f"left out: {plain(rule)}" for rule in skips["rule"]]
    rows = zip(skips["start"], skips["end"], told, strict=True)
    return [Mark(int(start), int(end), SKIP, "skip", title) for start, end, title in rows]


def remark_notes(text: str, remarks: pd.DataFrame, paragraphs: list[tuple[int, int]], name: str) -> Iterator[Note]:
    """Who says it and with which verb, at the start of each remark, and who goes on in each further paragraph of it."""
    for number, row in enumerate(remarks.to_dict("records") if paragraphs else [], start=1):
        starts = [int(start) for start, _ in row["spans"]] or [int(row["start"])]
        first, *others = _first_in_each([_before_quotes(text, at) for at in starts], paragraphs)
        verb = "" if is_missing(row["cue"]) else plain(row["cue"])
        because = "" if is_missing(row["because"]) else f": {plain(row['because'])}"
        title = f"{plain(row['remark_id'])}, found by {plain(row['rule'])}{because}"
        yield Note(first, _who(row), verb, ", ".join(_told(row)), title, f"{name}-remark-{number}")
        yield from (Note(at, _who(row), "", "goes on", title) for at in others)


def _before_quotes(text: str, at: int) -> int:
    """Where the quotation marks before a place begin."""
    while at and text[at - 1] in _QUOTES:
        at -= 1
    return at


def _first_in_each(starts: list[int], paragraphs: list[tuple[int, int]]) -> list[int]:
    """The first place in each paragraph; one between paragraphs belongs to the next, or to the last there is."""
    firsts: dict[int, int] = {}
    for at in sorted(starts):
        number = next((number for number, (_, end) in enumerate(paragraphs) if at < end), len(paragraphs) - 1)
        firsts.setdefault(number, min(max(at, paragraphs[number][0]), paragraphs[number][1] - 1))
    return list(firsts.values())


def _who(row: dict[Any, Any]) -> str:
    """The leader, else the speaker, else the words that name one."""
    names = [row[column] for column in ("leader", "speaker", "speaker_as_printed")]
    return plain(next((name for name in names if not is_missing(name)), None))


def _told(row: dict[Any, Any]) -> Iterable[str]:
    """What else a reader should see of a remark."""
    yield "not said" if row["not_said"] else str(row["form"])
    if not is_missing(row["cue_stance"]) and row["cue_stance"] != "neutral":
        yield f"{row['cue_stance']} verb"
    if not is_missing(row["repeats"]):
        yield "repeats an earlier one"


def mention_notes(tokens: pd.DataFrame) -> list[Note]:
    """Narrated sentences that name a leader and hold no remark."""
    named = tokens[tokens["mentions_leader"].notna()].drop_duplicates("sentence")
    rows = zip(named["start"], named["mentions_leader"], strict=True)
    return [Note(int(at), plain(leader), "", "named, no remark") for at, leader in rows]
