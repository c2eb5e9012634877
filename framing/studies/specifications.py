"""A claim and the words it is about, so that one can be changed without reading anything again."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from framing.errors import TableError
from framing.lexicon import Lexicon
from framing.measures.comparison import SCALES, compare_rates, compare_shares
from framing.measures.rates import frame_rates
from framing.speech.voices import assign_voices
from framing.terms.matching import find_matches
from framing.text import tokenize

Around = Literal["sentence", "paragraph"]
_MISSING = {"estimate": np.nan, "ci_low": np.nan, "ci_high": np.nan, "p_value": np.nan}


@dataclass(frozen=True)
class Claim:
    """What is claimed: a frame, two groups, whose words, by which measure."""

    lexicon: Lexicon
    by: str
    group: Any
    reference: Any
    where: dict[str, Any]
    voices: tuple[str, ...] | None
    measure: str
    settings: tuple[float, int, int]

    @property
    def frame(self) -> str:
        """The one frame of the lexicon."""
        return next(iter(self.lexicon.frames))

    def estimate(self, words: Words) -> dict[str, Any]:
        """The claim with its interval and test; missing, with the reason, where it cannot be estimated."""
        try:
            return self.compare(words)
        except TableError as problem:
            return {**_MISSING, "n_stories": 0, "note": str(problem)}

    def compare(self, words: Words) -> dict[str, Any]:
        """The claim with its interval and test."""
        compare = compare_shares if self.measure == "share_remarks" else compare_rates
        confidence, n_resamples, seed = self.settings
        table = compare(
            words.matches(self.lexicon),
            words.tokens,
            self.lexicon,
            voices=self.voices,
            by=self.by,
            group=self.group,
            reference=self.reference,
            where=self.where or None,
            confidence=confidence,
            n_resamples=n_resamples,
            seed=seed,
        )
        row = table[table["measure"] == self.measure].iloc[0]
        told: dict[str, Any] = {name: float(row[name]) for name in ("ci_low", "ci_high", "p_value")}
        told |= {"n_stories": words.stories_of(self), "note": None if pd.isna(row["note"]) else str(row["note"])}
        return {"estimate": float(row[SCALES[self.measure]])} | told

    def point(self, words: Words) -> dict[str, Any]:
        """The claim without interval and test."""
        tokens, matches = (self._chosen(table) for table in (words.tokens, words.matches(self.lexicon)))
        groups = [self.group, self.reference]
        rates = frame_rates(matches, tokens, self.lexicon, by=self.by, voices=self.voices, groups=groups)
        values = rates.set_index(self.by)[self.measure]
        one, other = float(values[self.group]), float(values[self.reference])
        estimate = one - other if self.measure == "share_remarks" else _log2_ratio(one, other)
        said = "a side has no words, or no hit for a ratio" if np.isnan(estimate) else None
        return {**_MISSING, "estimate": estimate, "n_stories": words.stories_of(self), "note": said}

    def counted(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of tokens or hits that lie on either side."""
        own = self._chosen(table)
        counts = own[self.by].isin([self.group, self.reference])
        if self.voices is not None:
            counts &= own["voice"].isin(self.voices)
        return own.loc[counts.to_numpy(bool)]

    def _chosen(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows with the values that the claim is about."""
        for column, wanted in self.where.items():
            values = wanted if isinstance(wanted, list | tuple | set) else [wanted]
            table = table.loc[table[column].isin(values).to_numpy(bool)]
        return table


class Words:
    """The words of articles with their voices, and the hits among them; each is made once."""

    def __init__(
        self,
        articles: pd.DataFrame,
        remarks: pd.DataFrame,
        leaders: pd.DataFrame | None,
        skips: pd.DataFrame | None,
        around: Around,
        words: pd.DataFrame | None = None,
    ) -> None:
        self.articles, self.remarks, self.leaders, self.skips, self.around = articles, remarks, leaders, skips, around
        self._words = tokenize(articles, skips=skips) if words is None else words
        self.tokens = assign_voices(self._words, remarks, leaders, around=around)
        self._matches: dict[str, pd.DataFrame] = {}

    def matches(self, lexicon: Lexicon) -> pd.DataFrame:
        """The hits of a lexicon."""
        if lexicon.digest not in self._matches:
            self._matches[lexicon.digest] = find_matches(self.tokens, lexicon)
        return self._matches[lexicon.digest]

    def with_remarks(self, remarks: pd.DataFrame) -> Words:
        """The same articles with other remarks."""
        return Words(self.articles, remarks, self.leaders, self.skips, self.around, self._words)

    def with_around(self, around: Around) -> Words:
        """The same articles with other narrated words around a leader."""
        return Words(self.articles, self.remarks, self.leaders, self.skips, around, self._words)

    def with_stories(self, articles: pd.DataFrame) -> Words:
        """The same words, each article under the story that it has there; articles that are not there are left out."""
        stories = articles.set_index("article_id")["story_id"]
        return self._part(lambda table: table["article_id"].isin(stories.index), stories)

    def without(self, column: str, value: Any) -> Words:
        """The same words without those of an outlet or a story; nothing is read again."""
        return self._part(lambda table: (table[column] != value).fillna(True).astype(bool), None)

    def _part(self, chosen: Callable[[pd.DataFrame], Any], stories: pd.Series | None) -> Words:
        """Some of the words and hits, under other stories where asked."""
        part = copy.copy(self)

        def own(table: pd.DataFrame) -> pd.DataFrame:
            kept: pd.DataFrame = table.loc[chosen(table)].reset_index(drop=True)
            return kept if stories is None else kept.assign(story_id=kept["article_id"].map(stories))

        part.tokens = own(self.tokens)
        part._matches = {digest: own(matches) for digest, matches in self._matches.items()}
        return part

    def stories_of(self, claim: Claim) -> int:
        """The stories with words of either side."""
        return int(claim.counted(self.tokens)["story_id"].nunique())


def _log2_ratio(one: float, other: float) -> float:
    return float(np.log2(one / other)) if one > 0 and other > 0 else float("nan")
