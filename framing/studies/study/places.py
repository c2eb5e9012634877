"""Where the parts of a study lie: as study.toml says, or where one would look for them."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from framing.errors import CorpusError
from framing.studies.study.called import command
from framing.studies.study.settings import Settings
from framing.terms.lexicon import folder_of


def leaders_file(folder: Path, settings: Settings) -> Path:
    """The file of leaders."""
    path = folder / str(settings["leaders"])
    if not path.is_file():
        hint = "It says who the leaders are: columns leader, alias, kind."
        hint += f" `{command('study new')}` writes an example."
        raise CorpusError(f"{settings['leaders']}: there is no such file. {hint}")
    return path


def lexicon_source(folder: Path, settings: Settings) -> str | Path:
    """A lexicon's folder in the study's, or the name (or path) of one elsewhere."""
    named = str(settings["lexicon"])
    return folder / named if (folder / named).is_dir() else named


def lexicon_folder(folder: Path, settings: Settings) -> Traversable:
    """The folder of the lexicon, wherever it lies."""
    return folder_of(lexicon_source(folder, settings))


def speeches_source(folder: Path, settings: Settings) -> Path | None:
    """The table or folder of speeches; None when there is none."""
    if settings["speeches"]:
        return folder / str(settings["speeches"])
    for path in (folder / "speeches.csv", folder / "speeches"):
        if path.is_file() or (path.is_dir() and any(path.glob("*.*"))):
            return path
    return None


def by_hand_file(folder: Path, settings: Settings) -> Path | None:
    """The file of remarks marked by hand, to compare with; None when there is none."""
    return folder / str(settings["by_hand"]) if settings["by_hand"] else None


def overrides_file(folder: Path, settings: Settings) -> Path | None:
    """The file of corrections; None when there is none."""
    if settings["overrides"]:
        return folder / str(settings["overrides"])
    path = folder / "overrides.csv"
    return path if path.is_file() else None
