"""The figures of words: the comparison and its doubts, leaders, voices, outlets, forms and verbs, prominence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.figures import plots
from framing.figures.labels import count
from framing.studies.stability_summary import tell_signs
from framing.studies.study import wording
from framing.studies.study.counted import Counted
from framing.studies.study.drawing import Drawing, caption_of, has_ends, has_outlets, in_order, remarks_in
from framing.studies.study.history import number_of_others, state


def draw_words(counted: Counted) -> Iterator[Drawing]:
    """Yield the figures that the tables allow; each title states what the numbers say."""
    yield from _comparison(counted)
    yield from _stability(counted)
    yield from _frames(counted, "leader", "each leader's remarks")
    yield from _voices(counted)
    if has_outlets(counted):
        yield from _frames(counted, "outlet", "the remarks that each outlet reports")
    yield from _forms(counted, "leader", "forms", "verbs")
    if has_outlets(counted):
        yield from _forms(counted, "outlet", "forms-by-outlet", "verbs-of-outlets")
        yield from _stances(counted)
        yield from _salience(counted)


def _comparison(counted: Counted) -> Iterator[Drawing]:
    """The main comparison, with all other frames beside it."""
    table = counted.tables.get("comparison")
    if table is None:
        return
    settings, unit = counted.material.settings, wording.unit(counted)
    measure = settings["comparison.measure"]
    own = table[table["measure"] == measure].reset_index(drop=True)
    what = f"Share of {unit}s with a term of the frame" if measure == "share_remarks" else "Terms per 1,000 words"
    when = f"after results for {number_of_others(counted)}" if counted.others else "beforehand"
    n, n_shown = _counted_in(own.iloc[0], unit)
    what = f"{what}, by frame{n}; stated {when}: {state(settings)}"
    options: dict[str, Any] = {"measure": measure, "labels": counted.material.lexicon.labels, "unit": unit}
    options |= {
        "title": wording.answer_title(counted),
        "caption": caption_of(counted, what, n_shown=n_shown, has_intervals=has_ends(own)),
    }
    yield Drawing("comparison", "The comparison, and all other frames", own, plots.plot_comparison, options)


def _counted_in(row: pd.Series, unit: str) -> tuple[str, int | None]:
    """How many units both sides have, told in words where they are no remarks."""
    n = int(row["n_remarks"]) + int(row["reference_n_remarks"])
    return ("", n) if unit == "remark" else (f" ({count(n, unit)})", None)


def _stability(counted: Counted) -> Iterator[Drawing]:
    """The main comparison with each choice made otherwise."""
    table = counted.tables.get("stability")
    if table is None:
        return
    settings = counted.material.settings
    main, unit = counted.main, wording.unit(counted)
    n, n_shown = ("", None) if main is None else _counted_in(pd.Series(main), unit)
    what = f"The comparison{n} with each choice made otherwise, one at a time"
    measure, frames = settings["comparison.measure"], [settings["comparison.frame"]]
    caption = caption_of(counted, what, n_shown=n_shown, has_intervals=has_ends(table), frames=frames)
    title = tell_signs(table) + ("" if main is None else wording.in_title(main))
    options = {"measure": measure, "title": title, "caption": caption}
    yield Drawing("stability", "Each choice made otherwise", table, plots.plot_stability, options)


def _frames(counted: Counted, column: str, of_whom: str) -> Iterator[Drawing]:
    """Frames by leaders or outlets."""
    rates = counted.tables.get(f"rates-by-{column}", pd.DataFrame(columns=[column]))
    own = rates[rates[column].notna()].reset_index(drop=True)
    if own.empty:
        return
    lexicon = counted.material.lexicon
    frame = counted.material.settings["comparison.frame"]
    known = own[(own["frame"] == frame) & (own["n_remarks"] >= wording.FEW)]
    label = lexicon.frame_label(frame)
    title = f"No {column} has {wording.FEW} remarks"
    if known["n_remarks_with_term"].any():
        rows = [(str(row[column]), row["share_remarks"], _share(row)) for row in known.to_dict("records")]
        title = f"{label}, remarks with a term: {in_order(rows)}"
    elif len(known):
        title = f"{label}: no term in the remarks of any {column} that has {wording.FEW} of them"
    what = f"Share of {of_whom} with a term of the frame, quoted and paraphrased words"
    caption = caption_of(counted, what, n_shown=remarks_in(own, column))
    options: dict[str, Any] = {"columns": column, "value": "share_remarks", "labels": lexicon.labels}
    options |= {"title": title, "caption": caption}
    yield Drawing(f"terms-by-{column}", f"Frames by {column}", own, plots.plot_frame_matrix, options)


def _share(row: dict[Any, Any]) -> str:
    """A share of remarks, with how many they are."""
    return f"{100 * row['share_remarks']:.0f} % of {row['n_remarks']}"


def _voices(counted: Counted) -> Iterator[Drawing]:
    """What is told around each leader against what the leader says."""
    table = counted.tables.get("voices")
    if table is None:
        return
    lexicon, frame = counted.material.lexicon, counted.material.settings["comparison.frame"]
    own = table[(table["frame"] == frame) & (table["measure"] == "share_remarks")].reset_index(drop=True)
    if own.empty:
        return
    known = own[own["share_remarks"].notna() & own["reference_share_remarks"].notna()]
    n_more, n_fewer = int((known["ci_low"] > 0).sum()), int((known["ci_high"] < 0).sum())
    label = lexicon.frame_label(frame)
    title = f"{label}: around {n_more} of {len(known)} leaders more than in their quoted words, around {n_fewer} less, "
    title += "by intervals without zero"
    if not has_ends(own):
        title = f"{label} around leaders and in their quoted words: no leader has an interval"
    n_quoted, n_told = remarks_in(own, "leader", column="reference_n_remarks"), remarks_in(own, "leader")
    what = f"Share of {count(n_told, 'narrated sentence')} around leaders with a term, against that of quoted remarks, "
    what += "which are often longer and so have a term more easily: per 1,000 words see voices.csv in tables"
    options: dict[str, Any] = {"rows": "leader", "labels": lexicon.labels, "title": title}
    options["caption"] = caption_of(counted, what, n_shown=n_quoted, has_intervals=has_ends(own), frames=[frame])
    yield Drawing("voices", "What is told around leaders, and what they say", own, plots.plot_voices, options)


def _forms(counted: Counted, column: str, forms: str, verbs: str) -> Iterator[Drawing]:
    """How each leader is reported, or how each outlet reports, with which verbs."""
    if forms not in counted.tables or verbs not in counted.tables:
        return
    tables = (counted.tables[forms], counted.tables[verbs])
    own, cues = (table[table[column].notna()].reset_index(drop=True) for table in tables)
    if own.empty:
        return
    direct = own[own["form"] == "direct"].set_index(column)["n_remarks"]
    n_remarks = own.groupby(column, observed=True)["n_remarks"].sum()
    shares = (direct / n_remarks)[n_remarks >= wording.FEW].dropna()
    title = f"No {column} has {wording.FEW} remarks"
    if len(shares):
        told = zip(shares.index, shares, n_remarks[shares.index], strict=True)
        rows = [(str(name), share, f"{100 * share:.0f} % of {n}") for name, share, n in told]
        title = f"Remarks in direct speech: {in_order(rows)}"
    what = f"Remarks by form, and reporting verbs (a verb may simply be accurate), by {column}"
    caption = caption_of(counted, what, n_shown=int(n_remarks.sum()), has_terms=False)
    options = {"verbs": cues, "groups": column, "title": title, "caption": caption}
    yield Drawing(forms, f"Forms and verbs by {column}", own, plots.plot_forms, options)


def _stances(counted: Counted) -> Iterator[Drawing]:
    """How far outlets stand behind what leaders say, by their verbs."""
    table = counted.tables.get("stances", pd.DataFrame())
    if table.empty:
        return
    distancing = table[table["value"] == "distancing"]
    known = distancing[distancing["n_remarks"] >= wording.FEW]
    some = known[known["n_remarks_with_value"] > 0]
    n_shown = remarks_in(table, "outlet", "leader")
    title = f"No outlet reports {wording.FEW} remarks of a leader"
    if not distancing["n_remarks_with_value"].any():
        title = f"No distancing verb in {count(n_shown, 'remark')}"
    elif len(some):
        rows = [
            (f"{row['outlet']} for {row['leader']}", row["share_remarks"], _share(row))
            for row in some.to_dict("records")
        ]
        title = f"Remarks with distancing verbs: {in_order(rows)}"
    elif len(known):
        title = f"No distancing verb where an outlet reports {wording.FEW} remarks of a leader"
    what = "Stances of reporting verbs by outlet and leader (a verb may simply be accurate)"
    options = {"title": title, "caption": caption_of(counted, what, n_shown=n_shown, has_terms=False)}
    yield Drawing("stances", "Verbs by outlet and leader", table, plots.plot_verbs, options)


def _salience(counted: Counted) -> Iterator[Drawing]:
    """Where the remarks of each leader stand in each outlet."""
    table = counted.tables.get("salience", pd.DataFrame(columns=["leader", "outlet"]))
    own = table[table["leader"].notna() & table["outlet"].notna()].reset_index(drop=True)
    if own.empty:
        return
    in_front = own[own["place"].isin(["headline", "standfirst", "lead"])]
    title = "No remark of a leader stands in a headline or lead"
    if len(in_front):
        n_articles = in_front.groupby(["outlet", "leader"], observed=True)["article_id"].nunique()
        of = counted.articles["outlet"].value_counts()
        rows = [
            (f"{leader} in {outlet}", n / of[outlet], f"{n} of {of[outlet]}")
            for outlet, leader, n in n_articles.reset_index().itertuples(index=False)
        ]
        title = f"Of all articles of an outlet, with a remark in headline or lead: {in_order(rows)}"
    what = "Places of remarks by outlet and leader"
    n_again = int(own["repeats"].notna().sum())
    if n_again:
        what += f"; with {count(n_again, 'repeat')} of an earlier remark of the same article, counted here alone"
    options = {"title": title, "caption": caption_of(counted, what, n_shown=len(own), has_terms=False)}
    yield Drawing("salience", "Where remarks stand", own, plots.plot_salience, options)
