"""What a run has made and met: how far it is, its manifest, and a report to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from framing.files import write_whole
from framing.studies.scale.digests import digest_of
from framing.studies.scale.ledger import Ledger, as_json

_SHOWN = 5


class Progress(NamedTuple):
    """How far a run is.

    Attributes
    ----------
    n_parts, n_bytes : int
        Parts and bytes (of the texts, unpacked) that are done, those of earlier calls included.
    all_parts, all_bytes : int
        Of the whole.
    n_articles : int
        Articles that are done.
    """

    n_parts: int
    n_bytes: int
    all_parts: int
    all_bytes: int
    n_articles: int


class Mapped(NamedTuple):
    """What a run has made.

    Attributes
    ----------
    parts : pandas.DataFrame
        One row per part: `part`, `file`, `first`, `stop` (rows of Parquet, else bytes), `n_articles`, `n_set_aside`,
        `n_rows`, `digest` (of the part's file).
    unusual : pandas.DataFrame
        One row per article that is worth a look: `article_id`, `file`, `part`, `what` (no text, unreadable characters,
        set aside because it is too long).
    repeated : pandas.DataFrame
        One row per id that stands more than once: `article_id`, `n_times`, `parts`.
    manifest : dict
        What `_manifest.json` holds: counts, settings, versions, digests.
    """

    parts: pd.DataFrame
    unusual: pd.DataFrame
    repeated: pd.DataFrame
    manifest: dict[str, Any]

    def report(self) -> str:
        """Return in plain text what was made and what was met."""
        told = self.manifest
        lines = [f"{told['n_articles']} articles in, {told['n_rows']} rows out, {told['n_parts']} parts"]
        lines += [f"{count} {what}" for what, count in told["notes"].items()]
        lines += [f"{warning}: {count} articles" for warning, count in told["warnings"].items()]
        for what, rows in self.unusual.groupby("what", sort=False):
            if str(what).startswith("set aside"):
                lines.append(f"{what}: {_shown(rows['article_id'].tolist())}")
        if len(self.repeated):
            names = _shown(self.repeated["article_id"].tolist())
            lines.append(f"{len(self.repeated)} ids stand more than once, and so do their rows: {names}")
        return "\n".join(lines)


def _shown(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


_OF_PART = ("part", "file", "first", "stop", "n_articles", "n_set_aside", "n_rows", "digest")


def summed_up(records: Mapping[int, dict[str, Any]], ledger: Ledger, settings: dict[str, Any]) -> Mapped:
    """Write the manifest of a finished run, and return what it has made."""
    every = list(records.values())
    parts = pd.DataFrame([{name: record[name] for name in _OF_PART} for record in every], columns=list(_OF_PART))
    rows = [(name, record["file"], record["part"], what) for record in every for name, what in record["unusual"]]
    unusual = pd.DataFrame(rows, columns=["article_id", "file", "part", "what"])
    repeated = ledger.repeated_ids(list(records))
    counts = {name: int(parts[name].sum()) for name in ("n_articles", "n_set_aside", "n_rows")}
    notes, met = Counter[str](), Counter[str]()
    for record in every:
        notes.update(record["notes"])
        met.update(record["warnings"])
    manifest = {
        "complete": True,
        **counts,
        "n_parts": len(parts),
        "n_repeated_ids": len(repeated),
        "notes": dict(sorted(notes.items())),
        "warnings": dict(sorted(met.items())),
        "digest": digest_of("".join(parts["digest"])),
        "parts": parts.to_dict(orient="records"),
        "settings": settings,
    }
    write_whole(ledger.manifest, as_json(manifest))
    return Mapped(parts, unusual, repeated, manifest)
