"""The output folder of a run: which parts are done, under which settings, and what was met in them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import TableError
from framing.files import write_whole
from framing.studies.scale.digests import digest_of, file_digest
from framing.studies.scale.locking import only_run
from framing.studies.scale.sources import Part

# Readers of folders of Parquet pass over names that begin with "_".
MANIFEST, RECORDS, LOCK = "_manifest.json", "_parts", "_lock"

# What a run names so: rows, ids and record of a part, and (with a point before and letters behind) halves of them.
_OWN = re.compile(r"(?:part-(\d{5,})\.(?:parquet|json)|ids-(\d{5,})\.parquet)")
_HALF = re.compile(rf"\.(?:{_OWN.pattern}|{re.escape(MANIFEST)})\.\w+")


class Ledger:
    """What an output folder holds."""

    def __init__(self, output: str | os.PathLike[str]) -> None:
        self.folder = Path(output)
        self.manifest = self.folder / MANIFEST

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs out of the folder as long as the block lasts, and leave nothing half written in it.

        Raises
        ------
        TableError
            When another one is there already, or the folder is not for results.
        """
        self._settings_before()  # before anything is put into a folder of somebody else
        with only_run(self.folder / LOCK):
            self._remove_halves()  # of a run that was killed
            try:
                yield
            finally:
                self._remove_halves()  # of workers that died in this one

    def open(self, settings: Mapping[str, Any], n_parts: int) -> list[str]:
        """Make the folder ready, and return which settings differ from those under which it was filled.

        Raises
        ------
        TableError
            When it cannot be written, or holds what no run has put there.
        """
        before = self._settings_before()
        changed = [] if before is None else _changes(before, settings)
        for path in self._files():
            own = _OWN.fullmatch(path.name)
            if own and (changed or int(own[1] or own[2]) >= n_parts):
                path.unlink(missing_ok=True)
        write_whole(self.manifest, as_json({"complete": False, "settings": settings}))
        return changed

    def _settings_before(self) -> dict[str, Any] | None:
        """The settings of the last run into this folder."""
        if not self.folder.exists():
            return None
        if not self.folder.is_dir():
            raise TableError(f"{self.folder}: parts go into a folder, and this is a file. Choose another name.")
        try:
            return dict(json.loads(self.manifest.read_text(encoding="utf-8"))["settings"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            self._refuse_others()  # gone or damaged: each part's record says under which settings it was done
            return None
        except OSError as problem:
            raise TableError(f"{self.folder}: cannot be read ({problem.strerror}). Choose another folder.") from None

    def _refuse_others(self) -> None:
        """Refuse a folder without a manifest that holds anything but the parts of a run."""
        others = {path.name for path in self.folder.iterdir() if not path.name.lstrip(".").startswith(MANIFEST)} - {
            LOCK
        }
        if others and not (self.folder / RECORDS).is_dir():
            hint = "Choose an empty one: the parts of a run stand alone."
            raise TableError(f"{self.folder}: this folder holds {min(others)!r} and no run. {hint}")

    def _remove_halves(self) -> None:
        for path in self._files():
            if _HALF.fullmatch(path.name):
                path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        """All files, whoever has put them there."""
        return [path for folder in ("", f"{RECORDS}/") for path in self.folder.glob(f"{folder}*") if path.is_file()]

    def output_of(self, part: int) -> Path:
        """Return where the rows of a part go."""
        return self.folder / f"part-{part:05d}.parquet"

    def ids_of(self, part: int) -> Path:
        """Return where the ids of its articles go."""
        return self.folder / RECORDS / f"ids-{part:05d}.parquet"

    def record_of(self, part: int) -> Path:
        """Return where it is written down that a part is done."""
        return self.folder / RECORDS / f"part-{part:05d}.json"

    def write_record(self, record: Mapping[str, Any]) -> None:
        """Write down that a part is done: the last thing that is written of it."""
        write_whole(self.record_of(record["part"]), as_json({**record, "sealed": digest_of(as_json(record))}))

    def read_record(self, part: int, key: str) -> dict[str, Any] | None:
        """Return what is written of a part, when it was done under this key and is whole; else nothing."""
        try:
            record: dict[str, Any] = json.loads(self.record_of(part).read_text(encoding="utf-8"))
            is_whole = record.pop("sealed") == digest_of(as_json(record))
            digests = (file_digest(self.output_of(part)), file_digest(self.ids_of(part)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # the last three: no record of ours
            return None
        is_whole &= (record.get("digest"), record.get("ids_digest")) == digests
        return record if is_whole and record.get("key") == key else None

    def check_still_there(self) -> None:
        """Refuse to go on in a folder that somebody has taken away: what is finished would be lost unseen.

        Raises
        ------
        TableError
            When it is gone.
        """
        if not self.manifest.is_file():
            raise TableError(f"{self.folder}: the folder of the results is gone, or was emptied. Call again.")

    def repeated_ids(self, parts: Iterable[int]) -> pd.DataFrame:
        """Return the ids that stand more than once: `article_id`, `n_times`, `parts`; in the order of the ids.

        Notes
        -----
        Eight bytes an article are held in memory; only ids whose digests meet are compared.
        """
        digests = [pd.util.hash_array(self._read_ids(part)) for part in parts]
        every = np.sort(np.concatenate([np.array([], dtype=np.uint64), *digests]))
        twice = np.unique(every[1:][every[1:] == every[:-1]])
        found: dict[str, list[int]] = {}
        for part, of_part in zip(parts, digests, strict=True):
            if np.isin(of_part, twice).any():
                for name in self._read_ids(part)[np.isin(of_part, twice)]:
                    found.setdefault(str(name), []).append(part)
        rows = [(name, len(where), sorted(set(where))) for name, where in sorted(found.items()) if len(where) > 1]
        return pd.DataFrame(rows, columns=["article_id", "n_times", "parts"])

    def _read_ids(self, part: int) -> Any:
        return pd.read_parquet(self.ids_of(part))["article_id"].to_numpy(dtype=object)


def part_key(run: str, part: Part, stamp: Iterable[int]) -> str:
    """Return what a part was made of: settings, place and state of its file."""
    return digest_of(json.dumps([run, list(part), list(stamp)]))


def as_json(content: Mapping[str, Any]) -> str:
    """Return JSON to read and compare."""
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Which settings differ, with the beginnings of both values."""
    old, new = dict(_flat(before)), dict(_flat(json.loads(as_json(now))))
    names = [name for name in dict.fromkeys([*new, *old]) if old.get(name) != new.get(name)]
    return [f"{name} from {old.get(name)!s:.40} to {new.get(name)!s:.40}" for name in names]


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Settings inside settings under one name each."""
    for name, cell in settings.items():
        if isinstance(cell, dict) and cell:
            yield from _flat(cell, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", cell
