"""A speech and what was taken of it: what a table of passages says, for a strip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.errors import TableError
from framing.figures.checks import need_columns, need_once
from framing.figures.drawing import BLUE
from framing.figures.labels import plain

TAKEN = ("quoted", "paraphrased", "omitted")
# Quoted is dark and full, paraphrased light and hatched: they differ in grey too.
LOOKS: dict[str, dict[str, Any]] = {
    "quoted": {"facecolor": BLUE, "edgecolor": BLUE, "linewidth": 0.4},
    "paraphrased": {"facecolor": "white", "edgecolor": BLUE, "linewidth": 0.5, "hatch": "//////"},
}


@dataclass(frozen=True)
class Speech:
    """The sentences of a speech in order: where each begins and ends in words, and how many groups took it."""

    leader: str
    places: dict[int, tuple[int, int]]
    takers: dict[int, int]
    n_groups: int

    @classmethod
    def of(cls, passages: pd.DataFrame) -> Speech:
        """The speech of a table of passages."""
        once = passages.drop_duplicates("sentence").sort_values("sentence")
        ends = [int(end) for end in once["n_words"].cumsum()]
        places = dict(zip(map(int, once["sentence"]), zip([0, *ends], ends, strict=False), strict=True))
        takers = {int(row["sentence"]): int(row["n_groups"]) for row in once.to_dict("records")}
        return cls(plain(once["leader"].iloc[0]), places, takers, passages["group"].nunique())

    @property
    def n_words(self) -> int:
        """Words of the speech."""
        return max(end for _, end in self.places.values())

    def who(self, sentence: int) -> int:
        """Whether nobody, some, half or more, or everybody took a sentence: 0 to 3."""
        share = self.takers[sentence] / max(self.n_groups, 1)
        return 0 if share == 0 else 3 if share >= 1 else 2 if share >= 0.5 else 1

    def taken_by(self, who: int) -> int:
        """How many sentences nobody (0) or everybody (3) took."""
        return sum(self.who(sentence) == who for sentence in self.places)


Lanes = dict[str, list[dict[Any, Any]]]


def lanes_of(passages: pd.DataFrame) -> Lanes:
    """What each group took, whoever quotes most words on top, all together last."""
    own = passages.sort_values("sentence", kind="stable")
    quoted = own.groupby("group", sort=False, observed=True)[["n_words_quoted", "n_words_paraphrased"]].sum()
    order = quoted.sort_values(["n_words_quoted", "n_words_paraphrased"], ascending=False, kind="stable").index
    lanes = {plain(group): own[own["group"] == group].to_dict("records") for group in order}
    together = own[own["group"].isna()]
    return lanes | ({"all together": together.to_dict("records")} if len(together) else {})


def ticks_of(frames: pd.DataFrame | None, speech: Speech, speech_id: str, what: str) -> dict[str, list[int]]:
    """The sentences with terms of each frame."""
    if frames is None:
        return {}
    need_columns(frames, ["frame", "sentence"], f"{what}, frames")
    own = frames[frames["speech_id"].map(plain) == speech_id] if "speech_id" in frames else frames
    _need_sentences(own, speech, f"{what}, frames")
    ticks: dict[str, list[int]] = {plain(str(name).replace("_", " ")): [] for name in frames["frame"]}
    for frame, sentence in zip(own["frame"], own["sentence"], strict=True):
        ticks[plain(str(frame).replace("_", " "))].append(int(sentence))
    return ticks


def written_out(quotes: pd.DataFrame | None, speech: Speech, what: str) -> dict[int, str]:
    """The sentences that are written out, in order."""
    if quotes is None:
        return {}
    need_columns(quotes, ["sentence", "words_shown"], f"{what}, quotes")
    need_once(quotes, ["sentence"], f"{what}, quotes", "Give every sentence one row.")
    _need_sentences(quotes, speech, f"{what}, quotes")
    if len(quotes) > 26:
        raise TableError(f"{what}, quotes: {len(quotes)} sentences; there are 26 letters. Choose fewer.")
    return {
        int(row["sentence"]): plain(row["words_shown"]) for row in quotes.sort_values("sentence").to_dict("records")
    }


def _need_sentences(table: pd.DataFrame, speech: Speech, what: str) -> None:
    """Refuse sentences that the speech does not have."""
    strange = [sentence for sentence in table["sentence"] if sentence not in speech.places]
    if strange:
        last = max(speech.places)
        raise TableError(f"{what}: sentence {strange[0]!r} is none of the speech, whose last is {last}. Count from 0.")


def n_taken(lane: list[dict[Any, Any]]) -> str:
    """How many sentences a group took."""
    quoted, paraphrased = (sum(row["taken"] == taken for row in lane) for taken in TAKEN[:2])
    return f"{quoted} quoted, {paraphrased} paraphrased"
