"""Everything that is counted for a study, as tables by name; what cannot be counted says why and stops nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from framing.articles.cleaning import find_furniture
from framing.articles.duplicates import find_duplicates, group_stories
from framing.measures.comparison import compare_rates
from framing.measures.groups import REMARK_VOICES
from framing.measures.profiles import form_shares, profile_leaders, reporting_verbs
from framing.measures.rates import count_terms, frame_rates
from framing.measures.salience import measure_salience
from framing.measures.salience_shares import salience_shares
from framing.measures.sentiment_means import mean_sentiment
from framing.measures.share_intervals import share_intervals
from framing.measures.voice_comparison import compare_voices
from framing.speech.overrides import correct_remarks
from framing.speech.remarks import extract_remarks
from framing.speech.voices import assign_voices
from framing.studies.stability import stability
from framing.studies.stability_summary import summarise_stability
from framing.studies.study.counted import Counted, resampling
from framing.studies.study.material import Material
from framing.studies.study.speeches import count_renderings, count_selection
from framing.studies.wide import widen_remarks
from framing.terms.matching import find_matches
from framing.terms.sentiment import score_sentiment
from framing.text import tokenize

_DIGEST = re.compile("[0-9a-f]{16}")  # as articles are called that have no name of their own
MOST_CHARACTERS = 50  # of a headline, in a label

Tell = Callable[[str], object]


def count_study(material: Material, *, tell: Tell) -> Counted:
    """Count everything that a study asks for."""
    tell("finding furniture, duplicates and remarks")
    counted = _read(material)
    tell("counting")
    _count_rates(counted)
    _count_comparison(counted)
    if material.speeches is not None:
        tell("looking for remarks in the speeches")
    count_selection(counted)
    _count_profiles(counted)
    count_renderings(counted)
    tell("re-running the comparison with each choice made otherwise")
    _count_stability(counted)
    tell("sentiment")
    _count_sentiment(counted)
    return counted


def _read(material: Material) -> Counted:
    """Articles with stories, remarks with corrections, words with voices, and hits."""
    settings, articles, leaders = material.settings, material.articles, material.leaders
    skips = find_furniture(articles) if settings["method.furniture"] == "skip" else None
    duplicates = find_duplicates(articles, days=settings["method.days"], skips=skips)
    if settings["method.duplicates"] == "group":
        articles = group_stories(articles, duplicates)
    remarks, corrections = extract_remarks(articles, leaders, skips=skips), None
    if material.overrides is not None:
        remarks, corrections = correct_remarks(remarks, material.overrides, articles, leaders=leaders, skips=skips)
    tokens = assign_voices(tokenize(articles, skips=skips), remarks, leaders, around=settings["comparison.around"])
    matches = find_matches(tokens, material.lexicon)
    return Counted(material, articles, skips, duplicates, remarks, tokens, matches, corrections=corrections)


def _count_rates(counted: Counted) -> None:
    """Terms by leader, voice and outlet, and the terms behind them."""
    lexicon, words = counted.material.lexicon, (counted.matches, counted.tokens)
    groups = {
        "rates-by-leader": ("leader", REMARK_VOICES),
        "rates-by-leader-and-voice": (("leader", "voice"), None),
        "rates-by-outlet": ("outlet", REMARK_VOICES),
        "rates-by-outlet-and-voice": (("outlet", "voice"), None),
        "rates-by-outlet-and-leader": (("outlet", "leader"), REMARK_VOICES),
        "rates-of-mentions": (("mentions_leader", "outlet"), ("narrated",)),
    }
    for name, (by, voices) in groups.items():
        counted.attempt(name, lambda by=by, voices=voices: frame_rates(*words, lexicon, by=by, voices=voices))  # type: ignore[misc]
    counted.attempt("terms", lambda: count_terms(*words, lexicon, by=("leader", "voice")))


def claim_options(counted: Counted) -> dict[str, Any]:
    """The main comparison as options of `compare_rates` and `stability`."""
    settings = counted.material.settings
    by, only = settings["comparison.by"], settings["comparison.only_leader"]
    return {
        "by": by,
        "group": settings["comparison.group"],
        "reference": settings["comparison.reference"],
        "where": {"leader": only} if only else None,
        "voices": None if by == "voice" else settings["comparison.voices"],
    } | resampling(counted)


def _count_comparison(counted: Counted) -> None:
    """The comparison, for all frames, and each leader's narration against her words."""
    lexicon, words = counted.material.lexicon, (counted.matches, counted.tokens)
    counted.attempt("comparison", lambda: compare_rates(*words, lexicon, **claim_options(counted)))
    drawn = resampling(counted)
    counted.attempt("voices", lambda: compare_voices(*words, lexicon, by="leader", **drawn))


def _count_profiles(counted: Counted) -> None:
    """How leaders are reported, and how prominently."""
    remarks, tokens = counted.remarks, counted.tokens
    counted.attempt("leaders", lambda: profile_leaders(remarks, tokens))
    of_outlets = remarks.assign(outlet=remarks["article_id"].map(counted.articles.set_index("article_id")["outlet"]))
    counted.attempt("forms", lambda: form_shares(remarks, by="leader"))
    counted.attempt("forms-by-outlet", lambda: form_shares(of_outlets, by="outlet"))
    counted.attempt("verbs", lambda: reporting_verbs(remarks, by="leader"))
    counted.attempt("verbs-of-outlets", lambda: reporting_verbs(of_outlets, by="outlet"))
    counted.attempt("verbs-by-outlet", lambda: reporting_verbs(of_outlets, by=("outlet", "leader")))
    stances = of_outlets[of_outlets["leader"].notna() & of_outlets["outlet"].notna()].reset_index(drop=True)
    options: dict[str, Any] = {"column": "cue_stance", "by": ("outlet", "leader")} | resampling(counted)
    counted.attempt("stances", lambda: share_intervals(stances, counted.articles, **options))
    counted.attempt("salience", lambda: measure_salience(remarks, tokens, alignments=counted.tables.get("alignments")))
    salience = counted.tables.get("salience")
    if salience is not None:
        drawn = resampling(counted)
        counted.attempt("salience-shares", lambda: salience_shares(salience, by=("outlet", "leader"), **drawn))
    counted.attempt("remarks", lambda: widen_remarks(remarks, counted.articles, lexicon=counted.material.lexicon))


def _count_stability(counted: Counted) -> None:
    """The main comparison with each choice made otherwise."""
    material = counted.material
    if "comparison" not in counted.tables:
        counted.missing["stability"] = counted.missing["comparison"]
        return
    options = claim_options(counted) | {
        "leaders": material.leaders,
        "frame": material.settings["comparison.frame"],
        "measure": material.settings["comparison.measure"],
        "around": material.settings["comparison.around"],
        "skips": counted.skips,
        "duplicates": counted.duplicates,
        "gold": material.by_hand,
    }
    counted.attempt("stability", lambda: stability(counted.articles, counted.remarks, material.lexicon, **options))
    if "stability" in counted.tables:
        counted.tables["stability"] = name_stories(counted.tables["stability"], counted.articles)
        counted.attempt("stability-summary", lambda: summarise_stability(counted.tables["stability"]))


def name_stories(table: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return specifications in which stories called after their content are called by the headline of the first."""
    first = articles.drop_duplicates("story_id").set_index("story_id")["headline"].dropna().astype(str)
    own = {story: line for story, line in first.items() if _DIGEST.fullmatch(str(story))}
    names = {story: f"{line[:MOST_CHARACTERS]}{'...' * (len(line) > MOST_CHARACTERS)}" for story, line in own.items()}
    cells = zip(table["specification"], table["choice"], table["left_out"], strict=True)
    called = [
        f"without the story {names[left_out]!r}" if choice == "story" and left_out in names else said
        for said, choice, left_out in cells
    ]
    is_clear = len(set(called)) == len(called)
    return table.assign(specification=pd.Series(called, index=table.index, dtype="str")) if is_clear else table


def _count_sentiment(counted: Counted) -> None:
    """Sentiment of each leader's words, by two engines."""
    own = counted.tokens[counted.tokens["voice"].isin(REMARK_VOICES)].reset_index(drop=True)
    counted.attempt(
        "sentiment-of-remarks", lambda: score_sentiment(own, counted.articles, leaders=counted.material.leaders)
    )
    scores = counted.tables.get("sentiment-of-remarks")
    if scores is not None:
        counted.attempt("sentiment", lambda: mean_sentiment(scores, by="leader", voices=REMARK_VOICES))


def list_numbers(counted: Counted) -> Iterator[tuple[str, Any]]:
    """Yield the numbers by which a reader sees whether a run came to something else."""
    yield "articles", len(counted.articles)
    yield "stories", int(counted.articles["story_id"].nunique())
    said = counted.remarks[~counted.remarks["not_said"].astype(bool)]
    yield "remarks", len(said)
    yield "remarks of leaders", int(said["leader"].notna().sum())
    yield "framing terms", len(counted.matches)
    main = counted.main or {}
    scale = "difference" if counted.material.settings["comparison.measure"] == "share_remarks" else "log2_ratio"
    yield f"main result ({scale})", main.get(scale)
    for name in ("ci_low", "ci_high", "p_value"):
        yield f"main result, {name}", main.get(name)
    table = counted.tables.get("stability")
    if table is not None:
        yield "specifications", len(table) - 1
        yield "specifications that keep the sign", int(table["same_sign"].iloc[1:].fillna(False).astype(bool).sum())
