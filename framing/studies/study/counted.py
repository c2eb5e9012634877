"""What a study has counted: every table by name, and why one is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from framing.errors import FramingError
from framing.studies.corrections import tell_corrections
from framing.studies.noticed import MANY, MOST_NAMED, count_others, notice_lines, notice_nobody, notice_speakers
from framing.studies.study.material import Material


@dataclass(frozen=True)
class Counted:
    """What a study has counted: the words and remarks behind it, every table by name, and why a table is missing."""

    material: Material
    articles: pd.DataFrame
    skips: pd.DataFrame | None
    duplicates: pd.DataFrame
    remarks: pd.DataFrame
    tokens: pd.DataFrame
    matches: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    corrections: pd.DataFrame | None = None  # what became of each row of overrides.csv
    others: tuple[str, ...] = ()  # other main comparisons that results were made for before

    def attempt(self, name: str, count: Callable[[], pd.DataFrame]) -> None:
        """Add a table, or the reason why it is not there."""
        try:
            self.tables[name] = count()
        except FramingError as problem:
            self.missing[name] = str(problem)

    @property
    def notices(self) -> list[str]:
        """What somebody has to know before reading the answer."""
        file = str(self.material.settings["leaders"])
        n, n_of_nobody = len(self.remarks), int(self.remarks["leader"].isna().sum())
        said = (
            notice_speakers(count_others(self.remarks), self.material.leaders, file),
            notice_nobody(n_of_nobody, n, file) if n_of_nobody >= MANY * max(n, 1) else "",
            notice_lines(int((self.remarks["rule"] == "label-colon").sum())),
        )
        return [*filter(None, said), *self._told_of_corrections(), *self.material.told]

    def _told_of_corrections(self) -> list[str]:
        """The first corrections that changed nothing or are in doubt, and how many there are."""
        if self.corrections is None or self.material.overrides is None:
            return []
        file = self.material.settings["overrides"] or "overrides.csv"
        told = [f"{file} {said}" for said in tell_corrections(self.corrections, self.material.overrides)]
        more = [f"{file}: {len(told)} rows to look at in all; audit-corrections.csv has them"]
        return told[:MOST_NAMED] + more * (len(told) > MOST_NAMED)

    @property
    def main(self) -> dict[str, Any] | None:
        """The row that answers the question; None when there is none."""
        comparison, settings = self.tables.get("comparison"), self.material.settings
        if comparison is None:
            return None
        own = comparison["frame"].eq(settings["comparison.frame"]) & comparison["measure"].eq(
            settings["comparison.measure"]
        )
        row = comparison[own].iloc[0].to_dict()
        return {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}


def resampling(counted: Counted) -> dict[str, Any]:
    """How intervals and tests are drawn."""
    settings = counted.material.settings
    return {
        "confidence": settings["method.confidence"],
        "n_resamples": settings["method.resamples"],
        "seed": settings["method.seed"],
    }
