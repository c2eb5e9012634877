"""The paragraphs on method that can stand in a paper as they are, computed from what was done."""

from __future__ import annotations

import platform
from importlib import metadata

import pandas as pd

from framing import __version__
from framing.figures.captions import FOUND_BY_RULES
from framing.measures.refusals import unit_of
from framing.measures.selection.alignment import PARAPHRASE_THRESHOLD, QUOTATION_THRESHOLD
from framing.studies.study import texts
from framing.studies.study.counted import Counted
from framing.studies.study.history import number_of_others, state
from framing.studies.study.speeches import LEAST_LIKE
from framing.validity import tell_validity


def methods(counted: Counted, *, corpus_digest: str) -> list[str]:
    """Return the paragraphs: texts, remarks, voices, terms, comparison, programs."""
    settings, lexicon = counted.material.settings, counted.material.lexicon
    around = f"Narrated words belong to the nearest remark of their {settings['comparison.around']}."
    frames = f"{len(lexicon.frames)} frames; {tell_validity(lexicon, texts='')}"
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("pandas", "numpy", "scipy"))
    made_with = f"Made with the framing toolkit {__version__}, Python {platform.python_version()}, {versions}."
    counted_with = f"Terms were counted with {lexicon.label} (digest {lexicon.digest[:16]}; {frames})."
    failing = [line for line in counted.material.told if line.startswith(f"lexicon {lexicon.name}@")]
    counted_with = " ".join([counted_with, *(f"{line[0].upper()}{line[1:].rstrip('.')}." for line in failing)])
    return [
        _texts(counted),
        f"{texts.REMARKS} {FOUND_BY_RULES}. {_remarks(counted)}",
        f"{texts.VOICES} {around}",
        f"{counted_with} {lexicon.citation}".rstrip(),
        _comparison(counted),
        *_speeches(counted),
        f"{made_with} Digest of the {len(counted.articles)} texts: {corpus_digest[:16]}.",
    ]


def _texts(counted: Counted) -> str:
    """What the texts are and what was left out of them."""
    articles, settings = counted.articles, counted.material.settings
    days = articles["published"].dropna()
    when = f", published {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else ""
    n_outlets = articles["outlet"].nunique()
    told = articles.get("invented", pd.Series(dtype="object"))
    is_invented = bool(len(told)) and all(str(cell).casefold() == "true" for cell in told)  # front matter says so
    count = _number(len(articles), "invented article" if is_invented else "article")
    said = f"{count} of {_number(n_outlets, 'outlet')}{when}, {len(counted.tokens):,} words"
    if settings["method.duplicates"] == "group":
        stories = _number(articles["story_id"].nunique(), "story", "stories")
        said += f", tell {stories}: wire copy and versions within {settings['method.days']} days count as one"
    else:
        said += "; each article counts as a story of its own"
    if counted.skips is None:
        return f"{said}. Captions, bylines and the like were counted as text."
    return f"{said}. {_number(len(counted.skips), 'piece')} of furniture (captions, bylines, links) were left out."


def _remarks(counted: Counted) -> str:
    """How many remarks there are, and how many people corrected."""
    remarks = counted.remarks
    said = remarks[~remarks["not_said"].astype(bool)]
    told = f"There are {len(said):,} remarks, {int(said['leader'].notna().sum()):,} of them of the leaders studied"
    if "override" in remarks.columns and remarks["override"].notna().any():
        told += f"; {int(remarks['override'].notna().sum())} were corrected by hand"
    return f"{told}."


def _comparison(counted: Counted) -> str:
    """The comparison and how its uncertainty was computed."""
    settings = counted.material.settings
    voices = None if settings["comparison.by"] == "voice" else settings["comparison.voices"]
    drawn = f"{settings['method.resamples']:,} resamples, confidence {settings['method.confidence']:g}"
    asked = "The main comparison was stated beforehand"
    if counted.others:
        asked = f"Results had been made before for {number_of_others(counted)} ({'; '.join(counted.others)}). "
        asked += "The comparison reported here, for which p is not adjusted for them, was stated afterwards"
    return (
        f"{asked}: {state(settings)} (digest {settings.comparison_digest[:16]}). "
        f"Shares are shares of {unit_of(voices)} with a term of the frame. Intervals are BCa bootstrap intervals over "
        f"stories ({drawn}, seed {settings['method.seed']}), their confidence expanded for few stories; tests permute "
        "stories; p-values of other comparisons are adjusted after Benjamini and Hochberg."
    )


def _speeches(counted: Counted) -> list[str]:
    """How remarks were looked for in speeches, and which of them count as the same."""
    said = []
    if "alignments" in counted.tables and counted.material.speeches is not None:
        speeches = _number(len(counted.material.speeches), "speech", "speeches")
        found = counted.tables["alignments"]["kind"].value_counts()
        told = ", ".join(f"{n:,} {kind}" for kind, n in found.items())
        said.append(
            f"Parts of remarks were compared with the {speeches} given, those of their leader on the day of the "
            f"article and seven days before: word for word, else by likeness (quotations from {QUOTATION_THRESHOLD:g}, "
            f"paraphrases from {PARAPHRASE_THRESHOLD:g}). They are {told}."
        )
    if "renderings" in counted.tables:
        least = LEAST_LIKE["with speeches" if "alignments" in counted.tables else "without"]
        said.append(
            "Remarks of a leader render the same words where they come from one passage of a speech or are alike "
            f"(complete linkage, any two from {least:g})."
        )
    return [" ".join(said)] if said else []


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
