"""The figures of a study: each title states what its numbers say, each caption what limits them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from framing.errors import FramingError
from framing.figures import plots
from framing.figures.captions import write_caption
from framing.figures.provenance import save_figure
from framing.studies.stability_summary import tell_stability
from framing.studies.study import wording
from framing.studies.study.counted import Counted

MOST_BANDS = 60  # remarks: more lines than that are no picture of remarks any more


class Drawing(NamedTuple):
    """A figure to draw: its name, the numbers drawn, and the drawing itself."""

    name: str
    table: pd.DataFrame
    draw: Callable[[], Figure]


class Picture(NamedTuple):
    """A figure that was saved; or why it was not."""

    name: str
    title: str
    caption: str
    alt: str
    problem: str = ""


def draw_study(counted: Counted, folder: Path) -> dict[str, Picture]:
    """Draw and save every figure that the tables allow; one that cannot be drawn says why."""
    seed = counted.material.settings["method.seed"]
    pictures = {}
    for drawing in _drawings(counted):
        try:
            figure = drawing.draw()
            save_figure(
                figure,
                drawing.table,
                drawing.name,
                corpus=counted.articles,
                lexicon=counted.material.lexicon,
                seed=seed,
                folder=folder,
            )
        except FramingError as problem:
            pictures[drawing.name] = Picture(drawing.name, drawing.name, "", "", str(problem))
            continue
        said = [str(getattr(figure, f"framing_{name}", "")) for name in ("title", "caption", "alt")]
        pictures[drawing.name] = Picture(drawing.name, *said)
    return pictures


def _drawings(counted: Counted) -> Iterator[Drawing]:
    """Every figure that the tables allow, in the order of the report."""
    for make in (_comparison, _stability, _leaders, _voices, _outlets, _forms, _forms_by_outlet):
        yield from make(counted)


def _caption(counted: Counted, what: str, *, remarks: bool = True, interval: bool = False, frames: Any = None) -> str:
    """A caption with what limits the figure."""
    settings = counted.material.settings
    return write_caption(
        what,
        articles=counted.articles,
        remarks=counted.remarks if remarks else None,
        lexicon=counted.material.lexicon,
        frames=frames,
        confidence=settings["method.confidence"] if interval else None,
    )


def _comparison(counted: Counted) -> Iterator[Drawing]:
    """The main comparison, with all other frames beside it."""
    table = counted.tables.get("comparison")
    if table is None:
        return
    measure = counted.material.settings["comparison.measure"]
    own = table[table["measure"] == measure]
    unit = wording.unit(counted)
    what = f"Share of {unit}s with a term of the frame" if measure == "share_remarks" else "Terms per 1,000 words"
    caption = _caption(
        counted, f"{what}, by frame; stated beforehand: {wording.state(counted.material.settings)}", interval=True
    )
    options: dict[str, Any] = {"measure": measure, "labels": counted.material.lexicon.labels, "unit": unit}
    title = wording.answer_title(counted)
    yield Drawing("comparison", own, lambda: plots.plot_comparison(own, **options, title=title, caption=caption))


def _stability(counted: Counted) -> Iterator[Drawing]:
    """The main comparison with each choice made otherwise."""
    table = counted.tables.get("stability")
    if table is None:
        return
    measure = counted.material.settings["comparison.measure"]
    title = tell_stability(table)
    frame = counted.material.settings["comparison.frame"]
    caption = _caption(
        counted, "The main comparison with each choice made otherwise, one at a time", interval=True, frames=[frame]
    )
    yield Drawing(
        "stability", table, lambda: plots.plot_stability(table, measure=measure, title=title, caption=caption)
    )


def _matrix(counted: Counted, name: str, column: str, of_whom: str) -> Iterator[Drawing]:
    """Frames by leaders or outlets."""
    rates = counted.tables.get(f"rates-by-{column}")
    if rates is None:
        return
    own = rates[rates[column].notna() & (rates.groupby(column, observed=True)["n_tokens"].transform("max") > 0)]
    if own.empty:
        return
    lexicon = counted.material.lexicon
    own = own.reset_index(drop=True)
    known = own[(own["n_remarks"] >= wording.FEW) & own["share_remarks"].notna() & (own["n_matches"] > 0)]
    if known.empty:
        title = f"Terms by frame and {column}: no {column} has {wording.FEW} remarks and a term"
    else:
        top = known.iloc[int(known["share_remarks"].astype("float64").to_numpy().argmax())]
        share = f"{100 * top['share_remarks']:.0f} % of {top['n_remarks']} remarks"
        title = f"The largest share: {top[column]}, {lexicon.frame_label(top['frame'])}, in {share}"
    caption = _caption(counted, f"Share of {of_whom} with a term of the frame, quoted and paraphrased words")
    options: dict[str, Any] = {"columns": column, "value": "share_remarks", "labels": lexicon.labels}
    yield Drawing(name, own, lambda: plots.plot_frame_matrix(own, **options, title=title, caption=caption))


def _leaders(counted: Counted) -> Iterator[Drawing]:
    """Which frames stand in each leader's words."""
    yield from _matrix(counted, "terms-by-leader", "leader", "each leader's remarks")


def _outlets(counted: Counted) -> Iterator[Drawing]:
    """Which frames stand in the remarks that each outlet reports."""
    if len(counted.articles["outlet"].dropna().unique()) > 1:
        yield from _matrix(counted, "terms-by-outlet", "outlet", "the remarks that each outlet reports")


def _voices(counted: Counted) -> Iterator[Drawing]:
    """What is told around each leader against what she says."""
    table = counted.tables.get("voices")
    frame = counted.material.settings["comparison.frame"]
    if table is None:
        return
    own = table[(table["frame"] == frame) & (table["measure"] == "share_remarks")].reset_index(drop=True)
    if own.empty:
        return
    known = own[own["difference"].notna()]
    label = counted.material.lexicon.frame_label(frame)
    n_more = int((known["difference"] > 0).sum())
    title = f"{label} stands around {n_more} of {len(known)} leaders more often than in their quoted words"
    what = "Share of narrated sentences around a leader with a term, against the share of quoted remarks"
    caption = _caption(counted, what, interval=True, frames=[frame])
    labels = counted.material.lexicon.labels
    yield Drawing(
        "voices", own, lambda: plots.plot_voices(own, rows="leader", labels=labels, title=title, caption=caption)
    )


def _forms(counted: Counted) -> Iterator[Drawing]:
    """How each leader is reported, with which verbs."""
    yield from _how_reported(counted, "forms", "forms", "verbs", "leader")


def _forms_by_outlet(counted: Counted) -> Iterator[Drawing]:
    """How each outlet reports."""
    if len(counted.articles["outlet"].dropna().unique()) > 1:
        yield from _how_reported(counted, "forms-by-outlet", "forms-by-outlet", "verbs-of-outlets", "outlet")


def _how_reported(counted: Counted, name: str, forms: str, verbs: str, groups: str) -> Iterator[Drawing]:
    """Forms and verbs by leader or outlet."""
    if forms not in counted.tables or verbs not in counted.tables:
        return
    own, cues = (
        table[table[groups].notna()].reset_index(drop=True) for table in (counted.tables[forms], counted.tables[verbs])
    )
    if own.empty:
        return
    wide = own.pivot_table(index=groups, columns="form", values="n_remarks", aggfunc="sum", observed=True).fillna(0)
    n = wide.sum(axis="columns")
    direct = (wide["direct"] / n).where(n >= wording.FEW).dropna() if "direct" in wide else pd.Series(dtype="float64")
    if len(direct):
        most = str(direct.index[int(direct.to_numpy().argmax())])
        title = f"Most often in direct speech: {most}, {100 * direct[most]:.0f} % of {n[most]:.0f} remarks"
    else:
        title = f"How each {groups} is reported: no {groups} has {wording.FEW} remarks"
    caption = write_caption(
        f"Remarks by form, and reporting verbs (a verb may simply be accurate), by {groups}",
        articles=counted.articles,
        remarks=counted.remarks,
    )
    yield Drawing(name, own, lambda: plots.plot_forms(own, cues, groups=groups, title=title, caption=caption))
