"""The specifications of one claim: what a table of stability says, for a curve."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.figures.effects import Effect
from framing.figures.labels import count, plain, told

CHOICES = ("main", "term", "outlet", "story", "around", "duplicates", "remarks", "voices")
LEAVE_OUT = ("term", "outlet", "story")
MOST_ROWS = 8  # values of one choice that have a row each; more share one, as nobody reads forty
MOST_NAMED = 3  # specifications at each end that are named below


@dataclass(frozen=True)
class Specification:
    """One specification: what it turns, what came out."""

    name: str
    short: str
    choice: str
    effect: Effect
    n_stories: int
    same_sign: bool | None
    note: str

    @property
    def known(self) -> bool:
        """Whether it has an estimate."""
        return not math.isnan(self.effect.value)

    @property
    def kind(self) -> str:
        """Which marker it has."""
        signs = {True: "same sign", False: "other sign", None: "no sign"}
        return "main specification" if self.choice == "main" else signs[self.same_sign]


def _short(row: dict[Any, Any]) -> str:
    """The name of a specification as the label of a row."""
    named = row["choice"] in LEAVE_OUT and pd.notna(row["left_out"])
    return f"without {plain(row['left_out'])}" if named else plain(row["specification"])


@dataclass(frozen=True)
class Curve:
    """The specifications of a claim in the order of their estimates, and those without one."""

    known: list[Specification]
    refused: list[Specification]
    scale: str

    @classmethod
    def of(cls, table: pd.DataFrame, scale: str) -> Curve:
        """The curve of a table."""
        numbers = table[["estimate", "ci_low", "ci_high"]].to_numpy("float64", na_value=math.nan).tolist()
        same = [None if pd.isna(cell) else bool(cell) for cell in table["same_sign"]]
        every = [
            Specification(
                plain(row["specification"]),
                _short(row),
                row["choice"],
                Effect(*cells),
                int(row["n_stories"]),
                sign,
                "no reason given" if pd.isna(row["note"]) else plain(row["note"]),
            )
            for row, cells, sign in zip(table.to_dict("records"), numbers, same, strict=True)
        ]
        known = sorted((one for one in every if one.known), key=lambda one: (one.effect.value, one.choice != "main"))
        return cls(known, [one for one in every if not one.known], scale)

    @property
    def main(self) -> Specification:
        """The one that was stated beforehand."""
        return next(one for one in [*self.known, *self.refused] if one.choice == "main")

    def value(self, number: float) -> str:
        """An estimate as text."""
        return f"{100 * number:+.0f}".replace("-", "\u2212") if self.scale == "difference" else f"{2**number:.2f}"

    def farthest(self) -> list[Specification]:
        """Those that lie farthest from the main one, the farthest first."""
        if not self.main.known:
            return []
        others = [one for one in self.known if one.effect.value != self.main.effect.value]
        return sorted(others, key=lambda one: -abs(one.effect.value - self.main.effect.value))[:MOST_NAMED]

    def summary(self) -> list[str]:
        """What stands below the curve, and in the alt text: how many keep the sign, what moves it most, what failed."""
        others = [one for one in [*self.known, *self.refused] if one.choice != "main"]
        kept = sum(one.same_sign is True for one in others)
        is_none = self.main.known and self.main.effect.value == 0
        told_kept = "find no difference either" if is_none else "have the sign of the main specification"
        parts = [f"{kept} of {count(len(others), 'other')} {told_kept}"] if others else []
        if far := self.farthest():
            parts.append("Farthest: " + ", ".join(f"{one.name} {self.value(one.effect.value)}" for one in far))
        if self.refused:
            notes = pd.Series([one.note for one in self.refused]).value_counts()
            parts.append(f"Not estimated: {told((f'{note} ({times})' for note, times in notes.items()), most=3)}")
        return parts

    def described(self) -> str:
        """The curve in words."""
        main = self.main
        effect = (
            main.effect.told(self.scale) if main.effect.has_interval else f"estimate {self.value(main.effect.value)}"
        )
        what = effect if main.known else f"not estimated, {main.note}"
        parts = [f"Main: {what}, {count(main.n_stories, 'story', 'stories')}", *self.summary()]
        n = count(len(self.known) + len(self.refused), "specification")
        return f"{n}. {'. '.join(parts)}.".replace("\u2212", "-")

    def rows(self) -> dict[str, list[int]]:
        """The rows of choices: which places on the curve turn each."""
        rows: dict[str, list[int]] = {}
        for choice in CHOICES[1:]:
            own = [place for place, one in enumerate(self.known) if one.choice == choice]
            together = f"{'without one' if choice in LEAVE_OUT else 'other'} {choice} · {len(own)}"
            for place in own:
                rows.setdefault(together if len(own) > MOST_ROWS else self.known[place].short, []).append(place)
        return rows
