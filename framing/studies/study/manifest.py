"""What made the results: digests of everything they rest on, and what is different since."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from framing import __version__
from framing.errors import FramingError
from framing.studies.study.called import command
from framing.studies.study.places import by_hand_file, lexicon_folder, overrides_file, speeches_source
from framing.studies.study.settings import Settings

FILE = "manifest.json"
LIBRARIES = ("pandas", "numpy", "scipy", "matplotlib", "nltk", "textblob", "vaderSentiment")
_NOT_OURS = ("__pycache__",)
_SHAPE = (("answer", str), ("fingerprint", dict), ("numbers", dict), ("outputs", dict), ("comparisons", list))
_MARKS = {"inputs", "lexicon", "settings", "made_with"}


def fingerprint(folder: Path, settings: Settings) -> dict[str, Any]:
    """Return digests of everything that can change a result: files, lexicon, settings, toolkit, libraries.

    Raises
    ------
    LexiconError
        When there is no such lexicon.
    """
    parts = [folder / settings["articles"], folder / settings["leaders"]]
    parts += [
        part
        for part in (
            speeches_source(folder, settings),
            overrides_file(folder, settings),
            by_hand_file(folder, settings),
        )
        if part
    ]
    inputs = {_shown(path, folder): digest_of(path) for part in parts for path in _files_below(part)}
    lexicon = {name: _sha256(file.read_bytes()) for name, file in _files_of(lexicon_folder(folder, settings))}
    stated = {path: list(value) if isinstance(value, tuple) else value for path, value in settings.values.items()}
    stated |= {f"columns.{name}": called for name, called in settings.columns.items()}
    return {"inputs": inputs, "lexicon": lexicon, "settings": stated, "made_with": _made_with()}


def digest_of(path: Path) -> str:
    """Sixty-four hexadecimal digits of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _made_with() -> dict[str, str]:
    """The toolkit, to the last file of it, and the libraries that its numbers rest on."""
    whole = hashlib.sha256()
    for name, file in _files_of(resources.files("framing")):
        whole.update(f"{name}\0{_sha256(file.read_bytes())}\0".encode())
    made = {"framing": __version__, "framing digest": whole.hexdigest()[:16], "Python": platform.python_version()}
    return made | {name: metadata.version(name) for name in LIBRARIES}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _files_of(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    """The files of a folder, by name."""
    for child in sorted(folder.iterdir(), key=lambda one: one.name):
        if child.name in _NOT_OURS or child.name.startswith("."):
            continue
        if child.is_dir():
            yield from _files_of(child, f"{above}{child.name}/")
        elif not child.name.endswith(".pyc"):
            yield f"{above}{child.name}", child


def _files_below(part: Path) -> list[Path]:
    """A file, or the files of a folder that are not hidden."""
    if part.is_file():
        return [part]
    return [path for path in sorted(part.rglob("*")) if path.is_file() and not path.name.startswith(".")]


def _shown(path: Path, folder: Path) -> str:
    """A file as it is told: from the folder of the study."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def read_manifest(results: Path) -> dict[str, Any] | None:
    """Return the manifest of results; None when there is none, or it is none.

    Raises
    ------
    FramingError
        When there is a folder of results that was not made here.
    """
    file = results / FILE
    if not results.exists() or (results.is_dir() and not any(results.iterdir())):
        return None
    hint = f"Give it another name: what `{command('study run')}` writes goes there."
    if not file.is_file():
        raise FramingError(f"{results}: it was not made by this command ({FILE} is not in it). {hint}")
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(manifest, dict) or any(not isinstance(manifest.get(key), kind) for key, kind in _SHAPE):
            raise ValueError("keys")
        if not set(manifest["fingerprint"]) >= _MARKS:
            raise ValueError("fingerprint")
    except ValueError:
        raise FramingError(f"{file}: it is no manifest of results any more. Remove {results}, and run again.") from None
    return dict(manifest)


def tell_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return what is different between two fingerprints, a line for each thing.

    Examples
    --------
    >>> old = {"inputs": {"articles/a.txt": "1"}, "lexicon": {}, "settings": {"method.seed": 1}, "made_with": {}}
    >>> tell_changes(old, old | {"inputs": {}, "settings": {"method.seed": 2}})
    ['articles/a.txt removed', 'setting method.seed: 1 -> 2']
    """
    lines = [f"{name} {what}" for name, what in _differences(old["inputs"], new["inputs"])]
    lexicon = [f"{name} {what}" for name, what in _differences(old["lexicon"], new["lexicon"])]
    if lexicon:
        lines.append(f"lexicon changed ({', '.join(lexicon)})")
    for name in dict.fromkeys([*old["settings"], *new["settings"]]):
        was, now = old["settings"].get(name), new["settings"].get(name)
        if (was or "") != (now or ""):
            lines.append(f"setting {name}: {_value(was)} -> {_value(now)}")
    for name in dict.fromkeys([*old["made_with"], *new["made_with"]]):
        was, now = old["made_with"].get(name), new["made_with"].get(name)
        if was != now and name == "framing digest":
            lines.append("the toolkit's own files changed")
        elif was != now:
            lines.append(f"{'toolkit' if name == 'framing' else name} {was} -> {now}")
    return lines


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Files that came, went or changed."""
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, "added" if name not in old else "removed" if name not in new else "changed"


def _value(value: Any) -> str:
    """A setting, for a line."""
    return ", ".join(map(str, value)) if isinstance(value, list) else "nothing" if value in ("", None) else str(value)


def tell_moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return which numbers moved between two runs, a line for each.

    Examples
    --------
    >>> tell_moved({"articles": 9, "main result": 0.25}, {"articles": 10, "main result": 0.25})
    ['articles: 9 -> 10']
    """
    names = dict.fromkeys([*old, *new])
    return [f"{name}: {_number(old.get(name))} -> {_number(new.get(name))}" for name in names
            if old.get(name) != new.get(name)]  # fmt: skip


def _number(value: Any) -> str:
    """A number for a line; five digits tell apart what is worth telling apart."""
    return "none" if value is None else f"{value:.5g}" if isinstance(value, float) else str(value)
