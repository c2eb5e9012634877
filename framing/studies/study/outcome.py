"""What came of a run."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class StudyRun(NamedTuple):
    """What came of a run.

    Attributes
    ----------
    report : pathlib.Path
        The page.
    is_new : bool
        Whether anything was made; false when nothing had changed.
    answer : str
        The answer to the question, in a sentence.
    changes, moved, told : list of str
        What changed since the run before, which numbers moved, and what else there is to know.
    """

    report: Path
    is_new: bool
    answer: str
    changes: list[str]
    moved: list[str]
    told: list[str]
