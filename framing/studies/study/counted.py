"""What a study has counted: every table by name, and why one is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from framing.errors import FramingError
from framing.studies.study.material import Material
from framing.studies.study.noticed import notice_speakers
from framing.studies.study.overrides import notice_of_overrides


@dataclass(frozen=True)
class Counted:
    """What a study has counted: the words and remarks behind it, every table by name, and why a table is missing."""

    material: Material
    articles: pd.DataFrame
    skips: pd.DataFrame | None
    duplicates: pd.DataFrame
    extracted: pd.DataFrame
    remarks: pd.DataFrame
    tokens: pd.DataFrame
    matches: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
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
        leaders = self.material.settings["leaders"]
        said = notice_speakers(self.remarks, self.material.leaders, str(leaders))
        file = self.material.settings["overrides"] or "overrides.csv"
        lost = notice_of_overrides(self.extracted, self.material.overrides, file=file)
        return [*([said] if said else []), *lost, *self.material.told]

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
