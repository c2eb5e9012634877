"""How each leader is reported: quoted, in fragments or paraphrased, and with which reporting verbs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
    FORM_COLOURS,
    GREY,
    MARGIN,
    fix_ticks,
    form_key,
    form_look,
    in_house_style,
    ink_on,
    open_sheet,
    sheet_width,
)
from framing.figures.labels import (
    LINE,
    SIZE,
    SMALL,
    beside_numbers,
    count,
    label_with_n,
    line_height,
    plain,
    text_width,
    told,
    wrap,
)

HEAD, AXIS = 0.24, 0.42  # inches above the rows for the key, and below for the axis
BAR = 0.17  # inches
STANCE = 0.72  # inches that the names of stances take
STANCES = ("neutral", "endorsing", "distancing", "no stance", "no verb")
MOST_LINES = {8: 4, 16: 2, math.inf: 1}  # of verbs per stance, by number of leaders; what does not fit is counted
BREAKDOWN = 0.75  # inches kept right of the bars for counts that do not fit into them


@in_house_style
def plot_forms(
    forms: pd.DataFrame,
    verbs: pd.DataFrame,
    *,
    groups: str = "leader",
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw how each leader is reported: remarks by form as stacked bars, the reporting verbs beside them.

    Parameters
    ----------
    forms : pandas.DataFrame
        One row per leader and form: the `groups` column, `form` (direct, mixed, indirect), `n_remarks`.
    verbs : pandas.DataFrame
        One row per leader and reporting verb: the `groups` column, `cue` (missing: none), `cue_stance`, `n_remarks`.
        May have no row.
    groups : str
        The column that makes the rows.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows of `forms` are missing, a form is unknown, or a leader and form stand in two rows.

    Notes
    -----
    Leaders stand in the order of their remarks. All verbs have one size, whatever their number: a verb may simply be
    accurate, and a large one would look like a verdict. The number stands behind the verb when it is not one.

    Examples
    --------
    >>> import pandas as pd
    >>> forms = pd.DataFrame({"leader": ["Ada", "Ada"], "form": ["direct", "mixed"], "n_remarks": [3, 1]})
    >>> verbs = pd.DataFrame({"leader": ["Ada"], "cue": ["said"], "cue_stance": ["neutral"], "n_remarks": [4]})
    >>> plot_forms(forms, verbs).framing_alt
    'Forms of 4 remarks. Ada: 3 direct, 1 mixed, 0 indirect; neutral: said 4.'
    """
    what = "plot_forms"
    need_columns(forms, [groups, "form", "n_remarks"], what)
    need_rows(forms, what)
    need_columns(verbs, [groups, "cue", "cue_stance", "n_remarks"], f"{what}, verbs")
    need_once(forms, [groups, "form"], what, "Add them up.")
    unknown = [form for form in forms["form"] if form not in FORM_COLOURS]
    if unknown:
        raise TableError(f"{what}: form {unknown[0]!r} cannot be drawn.{did_you_mean(str(unknown[0]), FORM_COLOURS)}")
    rows = _rows(forms, verbs, groups)
    words = {"title": title, "caption": caption, "alt": _describe(rows) if alt is None else alt}
    return _draw(rows, ax, words)


@dataclass(frozen=True)
class _Reported:
    """A leader's remarks by form, and reporting verbs by stance."""

    name: str
    forms: dict[str, int]
    verbs: dict[str, list[tuple[str, int]]]

    @property
    def n(self) -> int:
        """Remarks."""
        return sum(self.forms.values())


def _rows(forms: pd.DataFrame, verbs: pd.DataFrame, groups: str) -> list[_Reported]:
    """The leaders in the order of their remarks, their verbs in that of their number."""
    by_form: dict[str, dict[str, int]] = {}
    for row in forms.to_dict("records"):
        by_form.setdefault(plain(row[groups]), dict.fromkeys(FORM_COLOURS, 0))[row["form"]] = int(row["n_remarks"])
    by_stance: dict[str, dict[str, dict[str, int]]] = {name: {} for name in by_form}
    for row in verbs.to_dict("records"):
        stance = (
            "no verb"
            if pd.isna(row["cue"])
            else "no stance"
            if pd.isna(row["cue_stance"])
            else plain(row["cue_stance"])
        )
        verb = "" if pd.isna(row["cue"]) else plain(row["cue"])
        own = by_stance.setdefault(plain(row[groups]), {}).setdefault(stance, {})
        own[verb] = own.get(verb, 0) + int(row["n_remarks"])
    ranked = {
        name: {stance: sorted(of.items(), key=lambda item: -item[1]) for stance, of in stances.items()}
        for name, stances in by_stance.items()
    }
    rows = [_Reported(name, of, ranked[name]) for name, of in by_form.items()]
    return sorted(rows, key=lambda row: -row.n)


def _verb(verb: str, n: int) -> str:
    """A verb with its number where that is not one; a remark without verb by its number alone."""
    return f"{n:,}" if not verb else beside_numbers(verb) + ("" if n == 1 else f" {n:,}")


def _stances(row: _Reported) -> list[str]:
    """The stances of a leader's verbs, the usual ones first."""
    return [*(name for name in STANCES if name in row.verbs), *(name for name in row.verbs if name not in STANCES)]


def _describe(rows: list[_Reported]) -> str:
    """The bars and verbs in words."""
    described = []
    for row in rows:
        forms = ", ".join(f"{n} {form}" for form, n in row.forms.items())
        verbs = [
            f"{stance}: {told((f'{verb} {n}'.strip() for verb, n in row.verbs[stance]), most=8, separator=', ')}"
            for stance in _stances(row)
        ]
        described.append("; ".join([f"{row.name}: {forms}", *verbs]))
    return f"Forms of {count(sum(row.n for row in rows), 'remark')}. {told(described, separator='. ')}."


def _draw(rows: list[_Reported], ax: Axes | None, words: dict[str, str]) -> Figure:
    """Labels, bars and verbs beside one another."""
    room = sheet_width(ax) - 2 * MARGIN
    labels = [label_with_n(row.name, count(row.n, "remark"), room * 0.27) for row in rows]
    left = max(text_width(line, SIZE) for label in labels for line in label.split("\n")) + 0.1
    wide = room * 0.32
    verbs = MARGIN + left + wide + 0.2
    most = next(lines for leaders, lines in MOST_LINES.items() if len(rows) <= leaders)
    lines = [_verb_lines(row, room - (verbs - MARGIN) - STANCE, most) for row in rows]
    heights = [
        max(line_height(label.split("\n"), SIZE), len(texts) * SMALL * LINE, BAR) + 0.12
        for label, texts in zip(labels, lines, strict=True)
    ]
    sheet = open_sheet(ax, HEAD + sum(heights) + AXIS, **words)
    panel = sheet.panel(MARGIN + left, sheet.top + HEAD, wide, sum(heights))
    greatest = max(*(row.n for row in rows), 1)
    tight = any(not _fits(n, wide / greatest) for row in rows for n in row.forms.values())
    panel.set_xlim(0, greatest * wide / (wide - BREAKDOWN) if tight else greatest)
    panel.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    fix_ticks(panel)
    panel.set_xlabel("remarks")
    panel.grid(axis="x")
    middle = 0.0
    for row, label, texts, height in zip(rows, labels, lines, heights, strict=True):
        y = middle + height / 2
        sheet.text(MARGIN + left - 0.08, sheet.top + HEAD + y, label, ha="right")
        _draw_bar(panel, row, y, wide)
        first = sheet.top + HEAD + y - (len(texts) - 1) / 2 * SMALL * LINE
        for place, (stance, text) in enumerate(texts):
            sheet.text(verbs, first + place * SMALL * LINE, stance, fontsize=SMALL, color=GREY)
            sheet.text(verbs + STANCE, first + place * SMALL * LINE, text, fontsize=SMALL)
        middle += height
    form_key(sheet, MARGIN + left, sheet.top + HEAD / 2)
    sheet.text(verbs, sheet.top + HEAD / 2, "reporting verbs", fontsize=SMALL, color=GREY)
    return sheet.figure


def _verb_lines(row: _Reported, width: float, most: int) -> list[tuple[str, str]]:
    """The lines of a leader's verbs, each stance named once; what does not fit is counted."""
    lines = []
    for stance in _stances(row):
        verbs = row.verbs[stance]
        shown = len(verbs)
        while len(texts := wrap(_listed(verbs, shown), width, SMALL)) > most and shown > 1:
            shown -= 1
        lines += [(stance if place == 0 else "", text) for place, text in enumerate(texts)]
    return lines


def _listed(verbs: list[tuple[str, int]], shown: int) -> str:
    """So many verbs, and how many more there are."""
    texts = [_verb(verb, n) for verb, n in verbs[:shown]]
    if rest := verbs[shown:]:
        texts.append(f"{count(len(rest), 'other')} ({sum(n for _, n in rest):,})")
    return ", ".join(texts)


def _fits(n: int, scale: float) -> bool:
    """Whether a count stands inside its part of a bar."""
    return n == 0 or text_width(f"{n:,}", SMALL) + 0.02 < n * scale


def _draw_bar(panel: Axes, row: _Reported, y: float, wide: float) -> None:
    """The remarks of one leader by form, counts inside; behind the bar where one would not fit."""
    x, scale = 0, wide / panel.get_xlim()[1]
    inside = all(_fits(n, scale) for n in row.forms.values())
    for form, n in row.forms.items():
        if n:
            panel.add_patch(Rectangle((x, y - BAR / 2), n, BAR, clip_on=False, **form_look(form)))
        if n and inside:
            ink = ink_on(FORM_COLOURS[form])
            panel.text(x + n / 2, y, f"{n:,}", color=ink, fontsize=SMALL, ha="center", va="center")
        x += n
    behind = "none" if not row.n else "" if inside else " + ".join(f"{n:,}" for n in row.forms.values())
    panel.text(x + 0.04 / scale, y, behind, color=GREY, fontsize=SMALL, va="center")
