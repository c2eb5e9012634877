"""Runs a study, or says that nothing changed since it was run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from framing.studies.study import manifest as manifests
from framing.studies.study.outcome import StudyRun
from framing.studies.study.results_folder import NAME, lacks, restore
from framing.studies.study.settings import read_settings

Tell = Callable[[str], object]


def run_study(folder: str | os.PathLike[str], *, again: bool = False, tell: Tell = lambda _: None) -> StudyRun:
    """Make the report of a study, or say that nothing changed since it was made.

    Parameters
    ----------
    folder : path
        A folder as `new_study` lays it out.
    again : bool
        Make everything anew although nothing changed.
    tell : function of one text
        Is called with what is being done.

    Returns
    -------
    StudyRun
        Where the report is, the answer, what changed and which numbers moved.

    Raises
    ------
    CorpusError
        With everything that is wrong with the folder: study.toml by line and key.
    FramingError
        When `results` is there and was not made by this, or cannot be written.

    Notes
    -----
    The folder `results` holds `report.html`, `tables/`, `figures/`, `articles/` and `manifest.json`, which has digests
    of everything the results rest on. New results are made beside the old ones and put in their place at the end: a run
    that is interrupted leaves the old ones whole.

    Examples
    --------
    >>> import tempfile
    >>> from framing.studies.study.layout import new_study
    >>> folder = Path(tempfile.mkdtemp()) / "ferry"
    >>> _ = new_study(folder, example=True)
    >>> run_study(folder).answer
    'Security threat: Mira Solveng, 17 % of 24 remarks with a term; Edric Vane, 5 % of 20 remarks with a term. That is
    12 percentage points more. The interval includes that there is no difference: these stories do not settle it.'
    """
    folder = Path(folder)
    settings, problems = read_settings(folder)
    told = restore(folder)
    old = manifests.read_manifest(folder / NAME)
    if not problems and not again and old is not None and (folder / settings["articles"]).exists():
        unchanged = _unchanged(folder, settings, old)
        if unchanged is not None:
            return unchanged._replace(told=[*told, *unchanged.told])
    from framing.studies.study.making import make_results  # and with it all that counts and draws, which takes longer

    return make_results(folder, old, told, tell=tell)


def _unchanged(folder: Path, settings: Any, old: dict[str, Any]) -> StudyRun | None:
    """What there is to say when nothing changed; None when something did."""
    try:
        mark = manifests.fingerprint(folder, settings)
    except (ValueError, OSError):  # whatever is wrong is told by reading it
        return None
    if manifests.tell_changes(old["fingerprint"], mark) or lacks(folder / NAME, old):
        return None
    return StudyRun(folder / NAME / "report.html", False, old["answer"], [], [], list(old.get("notices", [])))
