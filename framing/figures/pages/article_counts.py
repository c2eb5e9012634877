"""What an article page counts: the terms that it underlines, by frame and voice, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.figures.labels import count, plain
from framing.figures.pages.article_marks import VOICES, frame_id, short_label
from framing.figures.pages.marks import count_unshowable
from framing.lexicon import Lexicon


def counts_shown(tokens: pd.DataFrame, matches: pd.DataFrame, lexicon: Lexicon, name: str) -> dict[str, Any]:
    """The table of terms by voice and frame, the most frequent frame first, and what is to be said of it."""
    by_frame = {frame: matches[matches["frame"] == frame] for frame in lexicon.frames}
    there = sorted((frame for frame in by_frame if len(by_frame[frame])), key=lambda frame: -len(by_frame[frame]))
    rows = [
        {
            "id": frame_id(name, frame),
            "label": plain(lexicon.frame_label(frame)),
            "short": short_label(frame),
            "meaning": plain(lexicon.frames[frame]),
            "counts": _by_voice(by_frame[frame]),
        }
        for frame in there
    ]
    words = tokens["voice"].value_counts()
    by_voice = [int(words.get(voice, 0)) for voice in VOICES]
    return {"rows": rows, "totals": _by_voice(matches), "words": [*by_voice, sum(by_voice)]}


def _by_voice(matches: pd.DataFrame) -> list[int]:
    """Hits in each voice, in all, and those negated."""
    by_voice = matches["voice"].value_counts()
    return [*(int(by_voice.get(voice, 0)) for voice in VOICES), len(matches), int(matches["negated"].sum())]


def said_of_counts(
    text: str, remarks: pd.DataFrame, matches: pd.DataFrame, skips: pd.DataFrame, lexicon: Lexicon
) -> Iterator[str]:
    """What the table leaves out, and what rates leave out."""
    found = set(matches["frame"])
    without = [plain(lexicon.frame_label(frame)) for frame in lexicon.frames if frame not in found]
    if without:
        yield f"No term of: {'; '.join(without)}."
    repeats = remarks.loc[remarks["repeats"].notna(), "remark_id"].tolist()
    repeated = int((matches["remark_id"].isin(repeats) & (matches["voice"] != "narrated")).sum())
    if repeated:
        yield f"{count(repeated, 'term')} in remarks that repeat an earlier one; rates leave these out."
    if len(skips):
        rules = ", ".join(f"{plain(rule)} {n}" for rule, n in skips["rule"].value_counts().items())
        yield f"Left out as furniture: {rules}."
    unshown = count_unshowable(text)
    if unshown:
        yield f"{count(unshown, 'character')} that cannot stand in a page, each shown as a sign (such as ␀ or �)."
