"""The parts of the report, in the order in which a reader asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from framing.figures.labels import count
from framing.studies.study import texts
from framing.studies.study.counted import Counted
from framing.studies.study.history import number_of_others
from framing.studies.study.pictures import Picture
from framing.studies.study.shown import ShownTable, show_table


class Section(NamedTuple):
    """A part of the report."""

    key: str
    heading: str
    texts: list[str]
    pictures: list[Picture]
    tables: list[ShownTable]
    links: list[tuple[str, str]] = []  # noqa: RUF012  # never added to: what is shown, where it lies


_IN_FRONT = {
    "headline": "remarks in a headline, of the leader's remarks",
    "comes first": "articles that begin with the leader, of those with a remark of the leader",
}
_AS_SHARES = {"measure": "what is counted", "n": "how many", "n_of": "of", "value": "share"}


def _zeros(n: int) -> str:
    """What is told of rows that are not shown since nothing was found."""
    return f"{count(n, 'row')} in which nothing was found {'is' if n == 1 else 'are'} not shown." if n else ""


def list_sections(
    counted: Counted,
    pictures: Mapping[str, Picture],
    links: Mapping[str, str],
    pages: Mapping[str, Sequence[tuple[str, str]]],
) -> list[Section]:
    """Return the parts of the report that have something to show."""
    made = [
        _doubt(counted, pictures),
        _whose_words(counted, pictures),
        _how_reported(counted, pictures),
        _selection(counted, pictures, pages),
        _prominence(counted, pictures),
        _renderings(counted, pictures, pages),
        _sentiment(counted),
        _articles(counted, links),
    ]
    return [section for section in made if section.pictures or section.tables or section.links]


def _chosen(pictures: Mapping[str, Picture], *names: str) -> list[Picture]:
    """The pictures that were made, by name or the beginning of it."""
    return [
        picture for key, picture in pictures.items() for name in names if key == name or key.startswith(f"{name}-0")
    ]


def _tables(counted: Counted, *asked: tuple[str, str, Sequence[str]]) -> list[ShownTable]:
    """Tables that were counted, each with its heading and the columns that are shown."""
    return [
        show_table(name, counted.tables[name], heading, columns=columns)
        for name, heading, columns in asked
        if name in counted.tables
    ]


def _doubt(counted: Counted, pictures: Mapping[str, Picture]) -> Section:
    said = [texts.DOUBT]
    columns = [
        "choice",
        "n_specifications",
        "n_same_sign",
        "n_zero",
        "n_missing",
        "lowest",
        "highest",
        "moves_most",
        "estimate",
    ]
    tables = _tables(counted, ("stability-summary", "What moves the answer", columns))
    return Section("doubt", "Would it survive?", said, _chosen(pictures, "stability"), tables)


def _whose_words(counted: Counted, pictures: Mapping[str, Picture]) -> Section:
    said = [texts.WHOSE_WORDS]
    tables = []
    mentions = counted.tables.get("rates-of-mentions")
    if mentions is not None:
        own = mentions[mentions["mentions_leader"].notna() & (mentions["n_matches"] > 0)]
        own = own.sort_values("n_matches", ascending=False, kind="stable").reset_index(drop=True)
        counts = {"n_remarks": "sentences", "n_remarks_with_term": "sentences with a term"}
        columns = ["mentions_leader", "outlet", "frame", *counts.values(), "n_matches"]
        heading = "Sentences that name one leader without a remark"
        n_zero = int(mentions["mentions_leader"].notna().sum()) - len(own)
        own = own.assign(frame=own["frame"].map(counted.material.lexicon.frame_label)).rename(columns=counts)
        left_out = _zeros(n_zero)
        tables.append(show_table("rates-of-mentions", own, heading, columns=columns, most=12, left_out=left_out))
    terms = counted.tables.get("terms")
    if terms is not None:
        frame = counted.material.settings["comparison.frame"]
        own = terms[terms["frame"] == frame]
        own = own.sort_values("n_matches", ascending=False, kind="stable").reset_index(drop=True)
        label = counted.material.lexicon.frame_label(frame)
        columns = ["leader", "voice", "pattern", "n_matches", "n_negated"]
        tables.append(show_table("terms", own, f"The terms behind {label}", columns=columns, most=15))
    shown = _chosen(pictures, "terms-by-leader", "voices", "terms-by-outlet")
    return Section("words", "Whose words", said, shown, tables)


def _how_reported(counted: Counted, pictures: Mapping[str, Picture]) -> Section:
    said = [texts.STANCES]
    return Section("reported", "How it is reported", said, _chosen(pictures, "forms", "forms-by-outlet", "stances"), [])


def _selection(
    counted: Counted, pictures: Mapping[str, Picture], pages: Mapping[str, Sequence[tuple[str, str]]]
) -> Section:
    said = [texts.SELECTED]
    tables: list[ShownTable] = []
    shares = counted.tables.get("shares-quoted")
    if shares is not None:  # each leader's speeches together, and of these first all outlets together
        own = shares[shares["speech_id"].isna()]
        own = own.sort_values("group", key=lambda groups: groups.notna(), kind="stable").reset_index(drop=True)
        chosen = ["group", "leader", "n_words", "n_words_quoted", "share_quoted", "ci_low", "ci_high", "note"]
        tables.append(show_table("shares-quoted", own, "How much of the speeches was quoted", columns=chosen))
    selection = counted.tables.get("selection")
    if selection is not None:
        own = selection[selection["frame"] == counted.material.settings["comparison.frame"]].reset_index(drop=True)
        chosen = ["group", "leader", "n_selected", "n_omitted", "share_selected", "share_omitted", "difference"]
        heading = "The frame in what was selected and in what was left out"
        tables.append(show_table("selection", own, heading, columns=[*chosen, "ci_low", "ci_high", "p_adjusted"]))
    shown = _chosen(pictures, "shares-quoted", "selection", "passages")
    return Section("selected", "What was selected", said, shown, tables, list(pages.get("speeches", ())))


def _prominence(counted: Counted, pictures: Mapping[str, Picture]) -> Section:
    said = [texts.PROMINENT]
    tables: list[ShownTable] = []
    shares = counted.tables.get("salience-shares")
    if shares is not None and "measure" in shares.columns:
        own = shares[shares["leader"].notna() & shares["measure"].isin(_IN_FRONT)]
        some = own[own["n"] > 0].reset_index(drop=True)
        some = some.assign(measure=some["measure"].map(_IN_FRONT)).rename(columns=_AS_SHARES)
        chosen = ["outlet", "leader", *_AS_SHARES.values(), "ci_low", "ci_high", "note"]
        heading = "In the headline, and first of its article"
        left_out = _zeros(len(own) - len(some))
        tables.append(show_table("salience-shares", some, heading, columns=chosen, left_out=left_out))
    return Section("prominent", "How prominent", said, _chosen(pictures, "salience"), tables)


def _renderings(
    counted: Counted, pictures: Mapping[str, Picture], pages: Mapping[str, Sequence[tuple[str, str]]]
) -> Section:
    said = [texts.RENDERINGS]
    tables: list[ShownTable] = []
    contrasts = counted.tables.get("rendering-comparison")
    if contrasts is not None:
        chosen = ["group", "reference", "measure", "n_clusters", "share", "reference_share", "difference"]
        chosen += ["ci_low", "ci_high", "p_adjusted", "note"]
        heading = "Two outlets on the same remarks"
        tables.append(show_table("rendering-comparison", contrasts, heading, columns=chosen))
    shown = _chosen(pictures, "renderings")
    return Section(
        "renderings", "The same remark in many outlets", said, shown, tables, list(pages.get("renderings", ()))
    )


def _sentiment(counted: Counted) -> Section:
    said = [texts.SENTIMENT]
    own = counted.tables.get("sentiment", pd.DataFrame())
    tables = [] if own.empty else [show_table("sentiment", own, "Mean sentiment of quoted and paraphrased words")]
    return Section("sentiment", "Sentiment", said, [], tables)


def _articles(counted: Counted, links: Mapping[str, str]) -> Section:
    made = counted.remarks[~counted.remarks["not_said"].astype(bool) & counted.remarks["leader"].notna()]
    n_remarks = made["article_id"].value_counts()
    table = counted.articles.assign(leaders_remarks=counted.articles["article_id"].map(n_remarks).fillna(0).astype(int))
    columns = ["article_id", "outlet", "published", "headline", "story_id", "leaders_remarks"]
    shown = show_table("articles", table, "Articles", columns=columns, links=links, most=200)
    said = [texts.ARTICLES]
    return Section("articles", "The articles", said, [], [shown])


def list_limits(counted: Counted) -> list[str]:
    """Return what limits the report: what holds of every study, and what holds of this one."""
    asked = "The comparison stated in study.toml is the one that was asked beforehand."
    if counted.others:
        asked = f"The comparison in study.toml was stated after results for {number_of_others(counted)} had been made."
    limits = [*texts.LIMITS, texts.LOOKING_AROUND.format(asked)]
    n_stories = counted.articles["story_id"].nunique()
    if n_stories < 8:  # as for intervals
        limits.insert(0, f"There are {n_stories} stories: that is an illustration, and no interval is given.")
    for why in dict.fromkeys(counted.missing.values()):
        names = ", ".join(name for name, said in counted.missing.items() if said == why)
        limits.append(f"Could not be made: {names} ({why.rstrip('.')}).")
    return limits
