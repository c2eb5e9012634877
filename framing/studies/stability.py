"""Would it survive? One claim stated beforehand, under every other specification that a reader might have chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from framing import schema
from framing.articles.duplicates import group_stories, keep_articles
from framing.errors import TableError, did_you_mean
from framing.lexicon import Lexicon
from framing.measures.comparison import MEASURES
from framing.measures.groups import known_voices
from framing.studies.specifications import Around, Claim, Words

AROUND = ("sentence", "paragraph")
REMARK_VOICES = ("quoted", "paraphrased")
NOT_RESAMPLED = "point estimate: stories that are left out one by one are not resampled"
_COUNTS_NO_OTHERWISE = "the words of these voices belong to the same leader either way"


def stability(
    articles: pd.DataFrame,
    remarks: pd.DataFrame,
    lexicon: Lexicon,
    *,
    leaders: pd.DataFrame | None,
    frame: str,
    group: Any,
    reference: Any,
    voices: Iterable[str] | None,
    by: str = "leader",
    where: Mapping[str, Any] | None = None,
    measure: str = "share_remarks",
    around: Around = "sentence",
    skips: pd.DataFrame | None = None,
    duplicates: pd.DataFrame | None = None,
    gold: pd.DataFrame | None = None,
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return one claim under its own specification and under every other that differs from it in one choice.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table; `story_id` as in the main specification.
    remarks : pandas.DataFrame
        The `remarks` table of the main specification.
    lexicon : Lexicon
        The lexicon with the frame of the claim.
    leaders : pandas.DataFrame or None
        The `leaders` table.
    frame : str
        The frame of the claim.
    group, reference, voices, by, where
        As for `compare_rates`: what is compared with what, and whose words count.
    measure : {"share_remarks", "per_1000"}
        What is compared: the estimate is the difference of shares, or the binary logarithm of the ratio of rates.
    around : {"sentence", "paragraph"}
        As for `assign_voices`.
    skips : pandas.DataFrame, optional
        The `skips` table.
    duplicates : pandas.DataFrame, optional
        The `duplicates` table, to group stories where the main specification does not.
    gold : pandas.DataFrame, optional
        Another `remarks` table of the same articles, such as one made by hand.
    confidence, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    pandas.DataFrame
        The `stability` table: main, then without each term of the frame that was found, without each outlet, without
        each story, and with the other `around`, handling of duplicates, remarks and voices. Stories that are left out
        have point estimates, no interval.

    Raises
    ------
    TableError
        When a table or the claim is not what it should be.
    LexiconError
        When the lexicon has no such frame.

    Notes
    -----
    Remarks are not extracted again: to leave out a term counts again, to leave out a story or an outlet adds up again.
    Terms without a hit change nothing and have no row. To leave out a term is to take it from the lexicon: a shorter
    pattern may catch its words then.

    References
    ----------
    Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Increasing transparency through a multiverse analysis. Perspectives
    on Psychological Science 11, 702-712.

    Examples
    --------
    >>> from framing import articles_from_records, extract_remarks
    >>> from framing.lexicon import Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind"}, (Term("storm", "gale"),))
    >>> texts = {"Ada Brook": '"A gale came," Ada Brook said.', "Tom Hale": '"It was calm," Tom Hale said.'}
    >>> articles = articles_from_records([{"article_id": f"{name} {number}", "text": text}
    ...     for name, text in texts.items() for number in (1, 2)], source="notes")
    >>> claim = stability(articles, extract_remarks(articles), weather, leaders=None, by="speaker", frame="storm",
    ...     group="Ada Brook", reference="Tom Hale", voices=("quoted",), seed=1)
    >>> claim[["specification", "estimate", "same_sign"]].head(3)
                     specification  estimate same_sign
    0                         main       1.0      True
    1        without the term gale       0.0     False
    2  without the story Ada Brook 1       1.0      True
    """
    schema.check_table(articles, "articles")
    if measure not in MEASURES:
        raise TableError(f"measure: there is no measure {measure!r}.{did_you_mean(measure, MEASURES)}")
    if around not in AROUND:
        raise TableError(f"around: there is no {around!r}.{did_you_mean(around, AROUND)}")
    asked = known_voices(voices)
    settings = (confidence, n_resamples, seed)
    claim = Claim(lexicon.only(frame), by, group, reference, dict(where or {}), asked, measure, settings)
    words = Words(articles, remarks, leaders, skips, around)
    main = _main(words, claim)
    rows = [main]
    rows += _without_terms(words, claim)
    rows += _without_outlets(words, claim)
    rows += _without_stories(words, claim)
    rows += _otherwise_around(words, claim)
    rows += _otherwise_grouped(words, claim, duplicates)
    if gold is not None:
        rows.append(
            _row("remarks", "with the other remarks", "other remarks", claim.estimate(words.with_remarks(gold)))
        )
    rows += _other_voices(words, claim)
    sign = np.sign(main["estimate"])
    for row in rows:
        row["same_sign"] = (
            None if np.isnan(row["estimate"]) or np.isnan(sign) else bool(np.sign(row["estimate"]) == sign)
        )
    return schema.make_table("stability", pd.DataFrame(rows))


def _row(choice: str, specification: str, left_out: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    """One specification."""
    return {"specification": specification, "choice": choice, "left_out": left_out} | estimate


def _main(words: Words, claim: Claim) -> dict[str, Any]:
    """The claim as it was stated; an error where it cannot be estimated at all."""
    return _row("main", "main", None, claim.compare(words))


def _without_terms(words: Words, claim: Claim) -> Iterator[dict[str, Any]]:
    """Without each term that was found in the words that count, those with most hits first."""
    own = claim.counted(words.matches(claim.lexicon))
    for pattern in own["pattern"].value_counts(sort=False).sort_values(ascending=False, kind="stable").index:
        fewer = claim.lexicon.without_terms([pattern], frame=claim.frame)
        estimate = replace(claim, lexicon=fewer).estimate(words)
        yield _row("term", f"without the term {pattern}", pattern, estimate)


def _without_outlets(words: Words, claim: Claim) -> Iterator[dict[str, Any]]:
    """Without each outlet, where there are several and they are not what is compared."""
    outlets = sorted(words.articles["outlet"].dropna().unique())
    if len(outlets) < 2 or "outlet" in (claim.by, *claim.where):
        return
    words.matches(claim.lexicon)
    for outlet in outlets:
        estimate = claim.estimate(words.without("outlet", outlet))
        yield _row("outlet", f"without the outlet {outlet}", outlet, estimate)


def _without_stories(words: Words, claim: Claim) -> Iterator[dict[str, Any]]:
    """Without each story that has words of either side."""
    words.matches(claim.lexicon)
    for story in claim.counted(words.tokens)["story_id"].drop_duplicates():
        estimate = claim.point(words.without("story_id", story))
        note = f"{NOT_RESAMPLED}; {estimate['note']}" if estimate["note"] else NOT_RESAMPLED
        yield _row("story", f"without the story {story}", story, estimate | {"note": note})


def _otherwise_around(words: Words, claim: Claim) -> Iterator[dict[str, Any]]:
    """With narrated words given to leaders by the paragraph instead of the sentence, or the other way round."""
    other: Around = "paragraph" if words.around == "sentence" else "sentence"
    estimate = claim.estimate(words.with_around(other))
    if claim.voices is not None and "narrated" not in claim.voices:
        estimate |= {"note": "; ".join(filter(None, [estimate["note"], _COUNTS_NO_OTHERWISE]))}
    yield _row("around", f"narrated words by the {other}", other, estimate)


def _otherwise_grouped(words: Words, claim: Claim, duplicates: pd.DataFrame | None) -> Iterator[dict[str, Any]]:
    """With each article a story of its own, with one article of each story, or with stories grouped."""
    articles = words.articles
    words.matches(claim.lexicon)
    if (articles["story_id"] != articles["article_id"]).any():
        apart = words.with_stories(articles.assign(story_id=articles["article_id"]))
        yield _row("duplicates", "each article a story of its own", "each article", claim.estimate(apart))
    elif duplicates is not None and duplicates["same_story"].any():
        articles = group_stories(articles, duplicates)
        yield _row("duplicates", "duplicates grouped", "grouped", claim.estimate(words.with_stories(articles)))
    else:
        return
    first = keep_articles(articles, keep="first")
    yield _row("duplicates", "one article of each story", "first article", claim.estimate(words.with_stories(first)))


def _other_voices(words: Words, claim: Claim) -> Iterator[dict[str, Any]]:
    """With each voice of the claim alone, and with quoted and paraphrased words together where it takes one of them."""
    if claim.voices is None:
        return
    others: list[tuple[str, ...]] = [(voice,) for voice in claim.voices] if len(claim.voices) > 1 else []
    if len(claim.voices) == 1 and claim.voices[0] in REMARK_VOICES:
        others = [(voice,) for voice in REMARK_VOICES if voice not in claim.voices] + [REMARK_VOICES]
    for voices in others:
        said, estimate = " and ".join(voices), replace(claim, voices=voices).estimate(words)
        yield _row("voices", f"{said} words", ", ".join(voices), estimate)
