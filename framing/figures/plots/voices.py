"""Whose terms: what is said around each leader against what the leader says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.contrasts import LABELS, SCALES, Contrast, contrasts_of, value_text
from framing.figures.drawing import BLUE, FEW_REMARKS, in_house_style, sheet_width
from framing.figures.forests import Forest, ForestRow, draw_forest
from framing.figures.labels import count, label_with_n, name_frames, plain, told
from framing.figures.pairs import Pair

# Colour and marker of each voice, as in the pages; markers differ where two are equally light.
VOICES = {"quoted": (BLUE, "o"), "paraphrased": ("#56B4E9", "^"), "narrated": ("#E69F00", "D")}
UNITS = {"narrated": "sentence"}  # what n_remarks counts; of the other voices remarks
MOST_ROWS = 90  # more would be higher than a page at its printed size


@in_house_style
def plot_voices(
    voices: pd.DataFrame,
    *,
    rows: str | Sequence[str] = "leader",
    measure: str = "share_remarks",
    labels: Mapping[str, str] | None = None,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw how often each leader's own words use the terms of a frame, and how often the words around them do.

    Parameters
    ----------
    voices : pandas.DataFrame
        Table of `compare_voices`: the `rows` columns, then those of `comparison` with two voices as groups.
    rows : str or sequence of str
        The column, or columns, that make the rows: "leader", or ("outlet", "leader").
    measure : {"share_remarks", "per_1000"}
        What is compared; rows of other measures are left out.
    labels : mapping of str to str, optional
        Names of the frames for people.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column is missing, no row has the measure, a group is no voice, the table holds several pairs of voices
        or lexicons, or more rows than fit on a page.

    Notes
    -----
    Each frame is a section, its leaders in the order of the difference, those that cannot be compared last, with the
    reason. Colours and markers are those of the voices; they are hollow under 15 remarks or sentences. Where any row
    has an interval, a second panel shows the difference (for hits per 1,000 words the ratio) that it is of. Sentences
    of narration are set against remarks, which may be longer: `measure="per_1000"` does not depend on that.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"leader": ["Ada"], "group": ["narrated"], "reference": ["quoted"], "lexicon": ["w@1.0"],
    ...     "frame": ["storm"], "measure": ["share_remarks"], "n_remarks": [40], "reference_n_remarks": [16],
    ...     "share_remarks": [0.5], "reference_share_remarks": [0.25], "difference": [0.25], "log2_ratio": [1.0],
    ...     "ci_low": [0.1], "ci_high": [0.4], "note": [None]})
    >>> print(plot_voices(rows).framing_alt)
    Share with a term of the frame, narrated and quoted. storm: Ada 50% and 25%, difference +25 points (+10 to +40).
    """
    what = "plot_voices"
    by = [rows] if isinstance(rows, str) else list(rows)
    if measure not in LABELS:
        raise TableError(f"{what}: measure {measure!r} cannot be drawn.{did_you_mean(measure, LABELS)}")
    sides = (measure, f"reference_{measure}", "n_remarks", "reference_n_remarks")
    others = ("group", "reference", "frame", "measure", "difference", "log2_ratio", "ci_low", "ci_high", "note")
    need_columns(voices, [*by, *others, *sides], what)
    chosen = voices[voices["measure"] == measure]
    need_rows(chosen, f"{what}, measure {measure!r}")
    need_once(chosen, [*by, "frame"], what, "Choose one pair of voices and one lexicon.")
    if len(chosen) > MOST_ROWS:
        raise TableError(f"{what}: {len(chosen)} rows do not fit on a page. Choose frames or leaders.")
    pair = _pair(chosen, what)
    names = name_frames(chosen["frame"], labels)
    sections = {name: _rows(chosen[chosen["frame"].astype(str) == frame], by, measure) for frame, name in names.items()}
    words = {"title": title, "caption": caption, "alt": _describe(sections, pair, measure) if alt is None else alt}
    width = sheet_width(ax) * 0.29
    one, other = pair.names
    forest = Forest(
        {
            name: [ForestRow(label_with_n(row.name, _n(row, pair), width), row) for row in of]
            for name, of in sections.items()
        },
        pair,
        (f"{one} (group)", f"{other} (reference)"),  # as notes call them
        measure,
        _label(measure),
        f"ratio {one} : {other}" if measure == "per_1000" else f"{one} \u2212 {other}, in points",
    )
    return draw_forest(forest, ax, words)


def _pair(rows: pd.DataFrame, what: str) -> Pair:
    """The two voices of the table."""
    for column in ("group", "reference"):
        found = [plain(name) for name in rows[column].drop_duplicates()]
        strange = [name for name in found if name not in VOICES]
        if strange:
            raise TableError(f"{what}: {column} {strange[0]!r} is no voice.{did_you_mean(strange[0], VOICES)}")
        if len(found) > 1:
            raise TableError(f"{what}: {column} is {told(found, separator=' and ')}. Choose one pair of voices.")
    one, other = (rows[column].iloc[0] for column in ("group", "reference"))
    return Pair((one, other), (FEW_REMARKS, FEW_REMARKS), "", (VOICES[one], VOICES[other]))


def _rows(frame: pd.DataFrame, by: list[str], measure: str) -> list[Contrast]:
    """The leaders of one frame in order; each keeps its whole note, as leaders differ in them."""
    names = frame[by].map(plain).agg(", ".join, axis="columns").tolist()
    notes = ["" if pd.isna(note) else plain(note) for note in frame["note"]]
    own = dict(zip(names, notes, strict=True))
    ordered, _ = contrasts_of(frame, measure, names)
    return [replace(row, note=own[row.name]) for row in ordered]


def _describe(sections: dict[str, list[Contrast]], pair: Pair, measure: str) -> str:
    """The pairs in words."""
    described = []
    for name, rows in sections.items():
        of_rows = []
        for row in rows:
            text = f"{row.name} {value_text(row.values[0], measure)} and {value_text(row.values[1], measure)}"
            text += f", {row.effect.told(SCALES[measure])}" if row.effect.has_interval else ""
            of_rows.append(f"{text} [{row.note}]" if row.note else text)
        described.append(f"{name}: {told(of_rows, most=max(2, 16 // len(sections)))}")
    label = _label(measure)
    return f"{label[0].upper()}{label[1:]}, {pair.names[0]} and {pair.names[1]}. {told(described, separator='. ')}."


def _label(measure: str) -> str:
    """What the values are; of what they are shares is told by the numbers of each row."""
    return LABELS[measure].format(units="").replace("of  ", "")


def _n(row: Contrast, pair: Pair) -> str:
    """How many sentences or remarks of each voice a leader has."""
    both = [count(n, UNITS.get(name, "remark")) for n, name in zip(row.n, pair.names, strict=True)]
    return (
        ", ".join(f"{n} {name}" for n, name in zip(both, pair.names, strict=True))
        if both[0] == both[1]
        else ", ".join(both)
    )
