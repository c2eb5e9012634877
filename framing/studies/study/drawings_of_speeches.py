"""The figures of speeches: which passages were taken by whom, and which frames stand in them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing.figures import plots
from framing.studies.study.counted import Counted
from framing.studies.study.drawing import Drawing, caption_of

MOST_SPEECHES = 6  # strips: the speeches that were quoted most


def draw_speeches(counted: Counted) -> Iterator[Drawing]:
    """Yield a strip for each of the speeches that were quoted most."""
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
