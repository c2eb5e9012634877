"""What a study found and how sure that is, in computed sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.measures.digits import decimals_of_counts, number, p_value, significant
from framing.measures.refusals import unit_of
from framing.studies.stability_summary import tell_stability
from framing.studies.study.counted import Counted
from framing.studies.study.history import number_of_others
from framing.studies.study.settings import Settings
from framing.validity import tell_validity

_SHARES = ("share_remarks", "reference_share_remarks")
REPORTING_VERBS = "Reporting verbs (accused, threatened) count among narrated words."
FEW = 15  # remarks under which one more or less changes the picture, as `frame_rates` notes


def answer(counted: Counted) -> str:
    """Return what the main comparison came to, in a sentence."""
    row = counted.main
    if row is None:
        return f"The question cannot be answered: {_why(counted)}"
    frame = counted.material.lexicon.frame_label(row["frame"])
    one, other = (_side(row, prefix) for prefix in ("", "reference_"))
    if one is None or other is None:
        return f"The question cannot be answered for {frame}: {row['note'] or 'a side has no words to count'}."
    said = f"{frame}: {row['group']}, {one}; {row['reference']}, {other}. {_difference(row)} {_settled(row)}"
    return " ".join([said.rstrip(), *_whose(counted)])


def _whose(counted: Counted) -> list[str]:
    """Whose words count, where a reader might take them for others."""
    settings = counted.material.settings
    by, said = settings["comparison.by"], []
    if by != "leader" and not settings["comparison.only_leader"]:
        said.append("It is of anybody's remarks: no only_leader is given.")
    if "narrated" in (settings["comparison.voices"] if by != "voice" else _sides(settings)):
        said.append(REPORTING_VERBS)
    return said


def _sides(settings: Settings) -> tuple[str, str]:
    return str(settings["comparison.group"]), str(settings["comparison.reference"])


def _settled(row: dict[str, Any]) -> str:
    """What goes with a difference wherever it is told: whether these stories settle that there is one."""
    if _has_no_interval(row):
        return "There is no interval."
    said = "The interval includes that there is no difference: these stories do not settle it."
    return said if _includes_none(row) else ""


def _has_no_interval(row: Mapping[str, Any]) -> bool:
    """Whether an end of the interval is missing."""
    return bool(pd.isna(row["ci_low"]) or pd.isna(row["ci_high"]))


def _includes_none(row: Mapping[str, Any]) -> bool:
    """Whether there is an interval, and it includes that there is no difference."""
    return not _has_no_interval(row) and bool(row["ci_low"] <= 0 <= row["ci_high"])


def in_title(row: Mapping[str, Any]) -> str:
    """Return what a title that sets two shares side by side has to add, so that it claims no more than is known.

    Examples
    --------
    >>> in_title({"ci_low": -0.1, "ci_high": 0.3}), in_title({"ci_low": None, "ci_high": None})
    (' (not settled by these stories)', ' (no interval)')
    """
    return " (no interval)" if _has_no_interval(row) else " (not settled by these stories)" * _includes_none(row)


def answer_title(counted: Counted) -> str:
    """Return the answer as the title of its figure."""
    row = counted.main
    if row is None:
        return ""
    frame = counted.material.lexicon.frame_label(row["frame"])
    sides = []
    for name, prefix in (("group", ""), ("reference", "reference_")):
        value = row[prefix + row["measure"]]
        sides.append(f"{row[name]} {'none known' if value is None else _shown(value, row, prefix)}")
    per = "of remarks" if row["measure"] == "share_remarks" else "per 1,000 words"
    said = f"{frame}: {sides[0]}, {sides[1]} {per}".replace("remarks", f"{unit(counted)}s")
    return said + in_title(row)


def unit(counted: Counted) -> str:
    """Return what is counted: remarks, or sentences of narrated words."""
    settings = counted.material.settings
    counted_as = "units" if settings["comparison.by"] == "voice" else unit_of(settings["comparison.voices"])
    return "unit" if " " in counted_as else counted_as.removesuffix("s")


def how_sure(counted: Counted) -> list[str]:
    """Return how sure the answer is, in a few sentences."""
    row = counted.main
    if row is None:
        return []
    said = [_interval(row), _test(row, counted)]
    for prefix, name in (("", "group"), ("reference_", "reference")):
        if row[f"{prefix}n_remarks"] < FEW:
            n = f"{row[f'{prefix}n_remarks']} {_counted(row, prefix)}"
            said.append(f"{row[name]} has only {n}: one more or less would change the picture.")
    if row["note"]:
        said.append(f"Note: {row['note']}.")
    table = counted.tables.get("stability")
    if table is not None:
        said.append(f"With each choice made otherwise, one at a time: {tell_stability(table, measure=row['measure'])}")
    frame = row["frame"]
    validity = tell_validity(counted.material.lexicon, [frame], texts="")
    said.append(f"The terms of {counted.material.lexicon.frame_label(frame)} in {row['lexicon']}: {validity}.")
    return [sentence for sentence in said if sentence]


def _side(row: dict[str, Any], prefix: str) -> str | None:
    """One side of the comparison."""
    value = row[prefix + row["measure"]]
    if value is None:
        return None
    shown = _shown(value, row, prefix)
    if row["measure"] == "share_remarks":
        return f"{shown} of {row[f'{prefix}n_remarks']:,} {_counted(row, prefix)} with a term"
    return f"{shown} per 1,000 words ({row[f'{prefix}n_matches']:,} in {row[f'{prefix}n_tokens']:,})"


def _counted(row: dict[str, Any], prefix: str) -> str:
    """What `n_remarks` of a side counts."""
    if row["by"] == "voice":
        return unit_of((row["reference" if prefix else "group"],))
    return unit_of(row["voices"].split(", ") if row["voices"] else None)


def _shown(value: float, row: dict[str, Any], prefix: str) -> str:
    """A share in per cent, or a rate."""
    if row["measure"] == "share_remarks":
        n = min(row["n_remarks"], row["reference_n_remarks"])
        return f"{number(100 * value, decimals_of_counts(100, n))} %"
    return number(value, decimals_of_counts(1000, row[f"{prefix}n_tokens"] or 0))


def _difference(row: dict[str, Any]) -> str:
    """The difference, with its direction."""
    if row["measure"] == "share_remarks":
        if row["difference"] is None:
            return "No difference can be told."
        n = min(row["n_remarks"], row["reference_n_remarks"])
        points = number(abs(100 * row["difference"]), decimals_of_counts(100, n))
        direction = "no difference" if row["difference"] == 0 else "more" if row["difference"] > 0 else "fewer"
        if direction == "no difference":
            is_found = row["n_matches"] or row["reference_n_matches"]
            return "There is no difference." if is_found else "No term of the frame was found on either side."
        shares = [float(number(100 * row[name], decimals_of_counts(100, n))) for name in _SHARES]
        rounded = " (before rounding)" if abs(abs(shares[0] - shares[1]) - float(points)) > 1e-9 else ""
        return f"That is {points} percentage {'point' if points == '1' else 'points'} {direction}{rounded}."
    if row["log2_ratio"] is None:
        return "No ratio can be told, since a side has no hit."
    return f"That is {significant(2 ** row['log2_ratio'])} times as often."


def _interval(row: dict[str, Any]) -> str:
    """Whether the interval leaves out that there is no difference."""
    low, high = row["ci_low"], row["ci_high"]
    if low is None or high is None:
        return (
            "There is no interval, so the sampling of stories alone does not tell how far the difference might be off."
        )
    n_stories = f"{row['n_stories']} and {row['reference_n_stories']} stories"
    if row["measure"] == "share_remarks":
        ends = f"{number(100 * low, 0)} to {number(100 * high, 0)} percentage points"
    else:
        ends = f"{significant(2**low)} to {significant(2**high)} times"
    level = f"The {100 * row['confidence']:g} % interval over {n_stories} runs from {ends}"
    if low > 0 or high < 0:
        return f"{level}: it does not include that there is no difference."
    return f"{level}: it includes that there is no difference, so these stories do not settle the question."


def _test(row: dict[str, Any], counted: Counted) -> str:
    """The test of the main comparison, which needs no adjustment only if it was stated beforehand."""
    if row["p_value"] is None:
        return ""
    found = p_value(row["p_value"], row["n_resamples"])
    if counted.others:
        why = f"results had been made before for {number_of_others(counted)}, for which this is not adjusted"
    else:
        why = "one comparison, stated beforehand, so not adjusted"
    return f"Stories shuffled between the two: {found} (two-sided; {why})."


def _why(counted: Counted) -> str:
    """Why there is no comparison: usually, somebody of whom no word was found."""
    settings, tokens = counted.material.settings, counted.tokens
    by = settings["comparison.by"]
    lost = [name for name in _sides(settings) if not tokens[by].eq(name).any()]
    if not lost:
        return counted.missing["comparison"]
    look = f" Look whether {settings['leaders']} has every name by which articles call them." if by == "leader" else ""
    return f"no word of {' and none of '.join(lost)} was found in these articles.{look}"
