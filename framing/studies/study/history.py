"""Which main comparisons results were made for in a folder: whether the one that is asked was stated beforehand."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Any

from framing.studies.study.counted import Counted
from framing.studies.study.settings import Settings

_NAMES = ("group", "reference", "only_leader")
LEAST_LIKE = 0.8  # of two spellings of a name: "Ewa Dan" and "Ewa Dann" have .93, "Ada Brook" and "Tom Hale" .24


def list_comparisons(old: Mapping[str, Any] | None, counted: Counted) -> list[dict[str, Any]]:
    """Return every main comparison that results were made for in this folder, in order, with how often.

    Notes
    -----
    A statement is the same when nothing but the spelling of a name was corrected: the new name is much like the old
    one, which no leader, outlet or voice has any more. Both spellings are kept and told.
    """
    settings = counted.material.settings
    known = {*counted.material.leaders["leader"], *counted.articles["outlet"].dropna()}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in settings.comparison.items()}
    own = {"digest": settings.comparison_digest, "stated": state(settings), "values": values, "n_runs": 1}
    listed = [dict(one) for one in (old["comparisons"] if old else [])]
    for one in listed:
        is_same = one["digest"] == own["digest"]
        if is_same or is_respelling(one.get("values", {}), values, known):
            corrected = [] if is_same else [one["stated"]]
            one |= own | {"n_runs": one["n_runs"] + 1, "respelt": [*one.get("respelt", []), *corrected]}
            return listed
    return [*listed, own]


def is_respelling(old: Mapping[str, Any], new: Mapping[str, Any], known: Collection[str]) -> bool:
    """Return whether two statements differ in nothing but the spelling of names that are known no more.

    Examples
    --------
    >>> old, new = {"frame": "threat", "group": "Ewa Dan"}, {"frame": "threat", "group": "Ewa Dann"}
    >>> is_respelling(old, new, ["Ewa Dann"]), is_respelling(old, new, ["Ewa Dan", "Ewa Dann"])
    (True, False)
    """
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    if not old or not changed <= set(_NAMES):
        return False
    pairs = [(str(old.get(name, "")), str(new.get(name, ""))) for name in changed]
    return all(was not in known and difflib.SequenceMatcher(None, was, now).ratio() >= LEAST_LIKE for was, now in pairs)


def others_of(comparisons: list[dict[str, Any]], settings: Settings) -> tuple[str, ...]:
    """Return the other statements that results were made for."""
    return tuple(str(one["stated"]) for one in comparisons if one["digest"] != settings.comparison_digest)


def number_of_others(counted: Counted) -> str:
    """Return for how many other comparisons results had been made before."""
    n = len(counted.others)
    return f"{n} other comparison{'' if n == 1 else 's'}"


def stamp(counted: Counted, comparisons: list[dict[str, Any]]) -> str:
    """Return which comparison was stated, with its digest, and how many others were stated before."""
    settings = counted.material.settings
    said = "; ".join(
        f"{name} = {_plain(value)}" for name, value in settings.comparison.items() if value not in ("", ())
    )
    stamped = f"Stated in study.toml: {said}. Digest of this statement: {settings.comparison_digest[:16]}."
    own = next((one for one in comparisons if one["digest"] == settings.comparison_digest), {})
    if own.get("respelt"):
        stamped += f" Nothing but the spelling of a name was corrected since it was {'; '.join(own['respelt'])}."
    if not counted.others:
        return f"{stamped} It is the only one that results were ever made for in this folder."
    count = "one other was" if len(counted.others) == 1 else f"{len(counted.others)} others were"
    told = f"({count} stated earlier: {'; '.join(counted.others)})"
    return f"{stamped} Results had been made before for others {told}. Report that."


def state(settings: Settings) -> str:
    """Return the main comparison in a line."""
    stated = settings.comparison
    only = f", of {stated['only_leader']}" if stated["only_leader"] else ""
    voices = "" if stated["by"] == "voice" else f", {' and '.join(stated['voices'])} words"
    return f"{stated['frame']}: {stated['group']} against {stated['reference']} ({stated['measure']}{voices}{only})"


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
