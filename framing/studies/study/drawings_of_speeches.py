"""The figures of speeches and of the same remark in many outlets: what was taken by whom, and how it was put."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing.figures import plots
from framing.studies.study import wording
from framing.studies.study.counted import Counted
from framing.studies.study.drawing import Drawing, caption_of, has_ends, in_order

MOST_SPEECHES = 6  # strips: the speeches that were quoted most
MOST_RENDERINGS = 8  # rows that a reader compares at a glance


def draw_speeches(counted: Counted) -> Iterator[Drawing]:
    """Yield frames in what was selected, a strip for each of the speeches quoted most, and the remark rendered most."""
    yield from _shares(counted)
    yield from _selection(counted)
    yield from _strips(counted)
    yield from _renderings(counted)


def _shares(counted: Counted) -> Iterator[Drawing]:
    """How much of each leader's speeches each outlet quoted."""
    table = counted.tables.get("shares-quoted")
    if table is None:
        return
    whole = table[table["speech_id"].isna()].reset_index(drop=True)
    own = whole[whole["group"].notna() & whole["share_quoted"].notna()]
    if own.empty:
        return
    together = whole[whole["group"].isna() & whole["share_quoted"].notna()]
    rows = [
        (f"of {row['leader']}'s", row["share_quoted"], f"{100 * row['share_quoted']:.0f} %")
        for row in together.to_dict("records")
    ]
    title = f"Words of speeches that any outlet quoted: {in_order(rows)}"
    what = "Share of the words of each leader's speeches that each outlet quoted, and paraphrased"
    n_shown = int(own["n_remarks"].sum())
    options = {"title": title, "caption": caption_of(counted, what, n_shown=n_shown, has_terms=False)}
    yield Drawing("shares-quoted", "How much was quoted of whom", whole, plots.plot_shares_quoted, options)


def _selection(counted: Counted) -> Iterator[Drawing]:
    """The main frame in the sentences that each outlet selected, and in those it omitted."""
    table = counted.tables.get("selection", pd.DataFrame(columns=["frame", "leader"]))
    settings, lexicon = counted.material.settings, counted.material.lexicon
    frame = settings["comparison.frame"]
    asked = ("group", "reference") if settings["comparison.by"] == "leader" else ("only_leader",)
    leaders = [settings[f"comparison.{key}"] for key in asked]
    own = table[(table["frame"] == frame) & table["leader"].isin(leaders)].reset_index(drop=True)
    if own.empty:
        return
    own = own.sort_values("leader", key=lambda names: names.map(leaders.index), kind="stable").reset_index(drop=True)
    first = own[own["group"].isna()].iloc[0]
    shares = [first["share_selected"], first["share_omitted"]]
    label = lexicon.frame_label(frame)
    title = f"{label}: nothing to compare in the speeches of {first['leader']}"
    if not pd.isna(shares).any():
        chosen, left = (f"{100 * share:.0f} %" for share in shares)
        title = f"{label}: in {chosen} of the sentences taken from {first['leader']}, in {left} of those left out"
        title += wording.in_title(first)
    what = (
        "Share of a speech's sentences with a term of the frame, among those that were quoted or paraphrased and others"
    )
    caption = caption_of(counted, what, has_intervals=has_ends(own), frames=[frame])
    options = {"rows": "group", "labels": lexicon.labels, "title": title, "caption": caption}
    yield Drawing("selection", f"{label}: what was taken and what was left out", own, plots.plot_selection, options)


def _renderings(counted: Counted) -> Iterator[Drawing]:
    """The remark that most outlets rendered."""
    table = counted.tables.get("renderings")
    if table is None:
        return
    outlets = table.groupby("cluster", sort=False)["outlet"].nunique()
    if outlets.empty or outlets.max() < 2:  # one outlet is nothing to compare
        return
    own = table[table["cluster"] == outlets.index[int(outlets.to_numpy().argmax())]]
    own = own.drop_duplicates("outlet").head(MOST_RENDERINGS).reset_index(drop=True)
    forms = own["form"].value_counts()
    told = ", ".join(f"{n} {form}" for form, n in forms.items())
    n_as_many = int((outlets == outlets.max()).sum()) - 1
    as_many = f"; as many outlets report {n_as_many} other{'s' if n_as_many > 1 else ''}" if n_as_many else ""
    title = f"One remark of {own['leader'].iloc[0]} in {len(own)} outlets: {told}{as_many}"
    what = "The first rendering of each outlet; quoted words are bold, narration is grey"
    caption = caption_of(counted, what, n_shown=len(own), has_terms=False)
    options = {"remarks": counted.remarks, "title": title, "caption": caption}
    yield Drawing("renderings", "A remark that many outlets report", own, plots.plot_renderings, options)


def _strips(counted: Counted) -> Iterator[Drawing]:
    """A strip for each of the speeches that were quoted most."""
    passages, shares = counted.tables.get("passages"), counted.tables.get("shares-quoted")
    if passages is None or shares is None:
        return
    whole = shares[shares["speech_id"].notna() & shares["group"].isna() & (shares["n_remarks"] > 0)]
    most = whole.sort_values("n_words_quoted", ascending=False, kind="stable").head(MOST_SPEECHES)
    for number, speech in enumerate(most.to_dict("records"), start=1):
        own = passages[passages["speech_id"] == speech["speech_id"]].reset_index(drop=True)
        yield _strip(counted, own, speech["speech_id"], speech["leader"], number)


def _strip(counted: Counted, own: pd.DataFrame, speech_id: str, leader: str, number: int) -> Drawing:
    """One speech as a strip, with the terms of the main frame."""
    together = own[own["group"].isna()]
    n_groups, n = int(own["group"].nunique()), len(together)
    n_nobody, n_all = int((together["n_groups"] == 0).sum()), int((together["n_groups"] == n_groups).sum())
    title = f"{leader}: of {n} sentences, {n_nobody} were taken by nobody and {n_all} by every outlet"
    what = f"Sentences of the speech {speech_id}, and what each outlet quoted and paraphrased of it"
    frame = counted.material.settings["comparison.frame"]
    options = {
        "frames": _marked(counted, own, speech_id, frame),
        "title": title,
        "caption": caption_of(counted, what, frames=[frame]),
    }
    return Drawing(f"passages-{number:02d}", f"{leader}: {speech_id}", own, plots.plot_passages, options)


def _marked(counted: Counted, own: pd.DataFrame, speech_id: str, frame: str) -> pd.DataFrame | None:
    """The sentences with a term of the main frame."""
    matches = counted.tables["matches-in-speeches"]
    hits = matches[(matches["article_id"] == speech_id) & (matches["frame"] == frame)]
    places = own[own["group"].isna()]
    rows = [
        {"frame": frame, "sentence": sentence}
        for sentence, start, end in zip(places["sentence"], places["start"], places["end"], strict=True)
        if ((hits["start"] >= start) & (hits["start"] < end)).any()
    ]
    return pd.DataFrame(rows) if rows else None
