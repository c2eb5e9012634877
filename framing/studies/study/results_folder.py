"""The folder of results: made beside the old one and put in its place whole, so that nobody ever finds half of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.files import umask
from framing.studies.study.manifest import FILE, digest_of

NAME = "results"
_NEW, _OLD = ".results-new-", ".results-old"


def restore(folder: Path) -> list[str]:
    """Put back what an interrupted run left; tell what was done."""
    told = []
    results, old = folder / NAME, folder / _OLD
    if old.is_dir() and not results.exists():
        old.rename(results)
        told.append("the results of an earlier run, which an interruption had put aside, are back")
    for left in [*folder.glob(f"{_NEW}*"), *([old] if old.is_dir() else [])]:
        shutil.rmtree(left, ignore_errors=True)
        told.append("an interrupted run had left unfinished results; they are removed")
    return list(dict.fromkeys(told))


def check_writable(folder: Path) -> None:
    """Refuse a folder to which nothing can be written, before anything is counted."""
    with new_results(folder, keep=False):
        pass


@contextmanager
def new_results(folder: Path, *, keep: bool = True) -> Iterator[Path]:
    """Give a folder to write results to, which takes the place of the old ones when all has gone well, if kept."""
    try:
        new = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder))
    except OSError as problem:
        raise FramingError(f"{folder}: results cannot be written there ({problem.strerror}).") from None
    new.chmod(0o777 & ~umask())
    try:
        yield new
        if keep:
            _swap(folder, new)
    except OSError as problem:
        said = problem.strerror or problem
        raise FramingError(f"{folder / NAME}: cannot be written ({said}). Close its files, and run again.") from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swap(folder: Path, new: Path) -> None:
    """Put new results in the place of the old ones."""
    results, old = folder / NAME, folder / _OLD
    if results.exists():
        results.rename(old)
    try:
        new.rename(results)
    except OSError:
        if old.exists():
            old.rename(results)
        raise
    shutil.rmtree(old, ignore_errors=True)


def list_outputs(results: Path) -> dict[str, str]:
    """Return the digest of every file of results but the manifest."""
    files = sorted(path for path in results.rglob("*") if path.is_file() and path != results / FILE)
    return {path.relative_to(results).as_posix(): digest_of(path) for path in files}


def keep_own_files(results: Path, new: Path, manifest: Mapping[str, Any] | None) -> list[str]:
    """Carry a researcher's own files over to new results; tell of changed files that are written over."""
    if manifest is None or not results.is_dir():
        return []
    told, written = [], manifest["outputs"]
    for name, digest in list_outputs(results).items():
        target = new / name
        if name not in written and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(results / name, target)
        elif written.get(name, digest) != digest:
            kept = target.with_name(f"{target.stem}-changed-by-hand{target.suffix}")
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(results / name, kept)
            told.append(f"{NAME}/{name} had been changed by hand; that is now {kept.name}, and the file is made anew")
    return told


def lacks(results: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the files that were written and are not there any more."""
    return [name for name in manifest["outputs"] if not (results / name).is_file()]
