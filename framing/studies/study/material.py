"""Reads everything a study rests on, and says all that is wrong with it before anything is counted."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from framing import schema
from framing.articles.corpus import read_articles, read_leaders, read_speeches
from framing.articles.exports.reading import problems_of, read_exports
from framing.days import parse_day
from framing.errors import CorpusError, FramingError, FramingWarning, all_problems, did_you_mean
from framing.languages import list_languages
from framing.lexicon import Lexicon
from framing.measures.groups import VOICES
from framing.speech.overrides import read_overrides
from framing.speech.remarks import read_remarks
from framing.studies.study.noticed import notice_folders, notice_of_reading, with_known_worth
from framing.studies.study.places import by_hand_file, leaders_file, lexicon_source, overrides_file, speeches_source
from framing.studies.study.results_folder import NAME
from framing.studies.study.settings import FILE, Settings, read_settings, refuse
from framing.terms.lexicon import read_lexicon
from framing.text import words


@dataclass(frozen=True)
class Material:
    """What a study rests on."""

    folder: Path
    settings: Settings
    lexicon: Lexicon
    articles: pd.DataFrame
    files: pd.DataFrame
    leaders: pd.DataFrame
    speeches: pd.DataFrame | None
    overrides: pd.DataFrame | None
    by_hand: pd.DataFrame | None
    told: tuple[str, ...]  # what had to be mended on reading, and what else there is to know before the answer


def read_material(folder: Path) -> Material:
    """Return everything a study rests on.

    Raises
    ------
    CorpusError
        With everything that is wrong with study.toml, the lexicon, the leaders, the speeches, the corrections and the
        articles.
    """
    settings, problems = read_settings(folder)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FramingWarning)
        reading = _Reading(folder, settings, problems)
        lexicon = reading.attempt("lexicon", lambda: read_lexicon(lexicon_source(folder, settings)))
        leaders = reading.attempt("leaders", lambda: read_leaders(leaders_file(folder, settings)))
        speeches = reading.attempt("speeches", lambda: _speeches(folder, settings))
        overrides = reading.attempt("overrides", lambda: _overrides(folder, settings, leaders))
        by_hand = reading.attempt("by_hand", lambda: _by_hand(folder, settings))
        articles, files = reading.attempt("articles", lambda: _articles(folder, settings)) or (None, None)
    problems += _comparison_problems(settings, lexicon, leaders, articles)
    problems += _speech_problems(speeches, leaders)
    if by_hand is not None and articles is not None:
        lost = sorted(set(by_hand["article_id"]) - set(articles["article_id"]))
        problems += [
            f"{settings['by_hand']}: no article is called {name!r}. Give remarks its article_id." for name in lost
        ]
    refuse(folder, problems)
    assert lexicon is not None and leaders is not None and articles is not None and files is not None
    lexicon, of_lexicon = with_known_worth(lexicon)
    mended = [str(one.message) for one in caught if issubclass(one.category, FramingWarning)]
    told = [*mended, *of_lexicon, *notice_of_reading(articles, files), *notice_folders(folder, settings)]
    told = [line for line in dict.fromkeys(told) if not (of_lexicon and line.startswith(_BORROWED))]
    return Material(folder, settings, lexicon, articles, files, leaders, speeches, overrides, by_hand, tuple(told))


_BORROWED = "this lexicon is called"  # as `read_lexicon` warns; told here together with what follows from it


@dataclass(frozen=True)
class _Reading:
    """Reads one thing after the other; what is wrong with one does not hide what is wrong with the next."""

    folder: Path
    settings: Settings
    problems: list[str]

    def attempt(self, key: str, read: Any) -> Any:
        """What was read; None, and a problem, where it cannot be."""
        if any(f" {key} " in said or said.startswith(f"{FILE}: {key} ") for said in self.problems):
            return None  # study.toml is wrong about it already
        try:
            return read()
        except FramingError as problem:
            where = f"{self.settings.place(key)}: " if key in self.settings.lines else ""
            said = short(str(problem), self.folder)
            self.problems.append(where + said.replace("\n", "\n    "))  # a list inside the list of all problems
            return None


def short(said: str, folder: Path) -> str:
    """A message in which files of the study are named from its folder."""
    return said.replace(f"{folder}/", "").replace(f"{folder}\\", "")


def _articles(folder: Path, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles, and what was read of each file."""
    place = folder / settings["articles"]
    hint = f"Put articles into the folder {settings['articles']!r}: text files, or what a database exports."
    if not place.exists():
        raise CorpusError(f"articles: there is no {settings['articles']!r}. {hint}")
    if place.is_dir() and not any(file.is_file() and not file.name.startswith(".") for file in place.rglob("*")):
        raise CorpusError(f"{settings['articles']}: no article is there. {hint}")
    if (folder / NAME).resolve().is_relative_to(place.resolve()):
        raise CorpusError(
            f"articles {settings['articles']!r}: results are written there too. Put them into a folder of their own."
        )
    articles, files = read_exports(place, columns=settings.columns, dates=settings["dates"] or None)
    empty = articles["text"].str.strip() == ""
    if empty.all():
        said = problems_of(files) or [hint]
        raise CorpusError(all_problems(f"{settings['articles']}: no article with a text", said))
    shown = files["file"].map(lambda name: short(str(name), folder))
    problems = files["problems"].map(lambda said: [short(one, folder) for one in said])
    notes = files["notes"].map(lambda said: [short(one, folder) for one in said])
    articles = articles.assign(file=articles["file"].map(lambda name: short(str(name), folder)))
    return _in_known_languages(articles[~empty].reset_index(drop=True)), files.assign(
        file=shown, problems=problems, notes=notes
    )


def _in_known_languages(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles without those in languages of which nothing is known, which are told."""
    strange = articles["language"].notna() & ~articles["language"].isin(list_languages())
    if not strange.any():
        return articles
    own, known = articles[strange], ", ".join(list_languages())
    names = ", ".join(own["article_id"].astype(str).head(5)) + (", ..." if len(own) > 5 else "")
    said = f"{len(own)} in a language that is not known here ({', '.join(sorted(set(own['language'])))}): {names}."
    if strange.all():
        raise CorpusError(f"articles: {said} Known: {known}. Where they are in one of these, correct their 'language'.")
    warnings.warn(f"articles left out: {said}", FramingWarning, stacklevel=2)
    return articles[~strange].reset_index(drop=True)


def _overrides(folder: Path, settings: Settings, leaders: pd.DataFrame | None) -> pd.DataFrame | None:
    """The corrections by hand, when there are any."""
    file = overrides_file(folder, settings)
    return None if file is None else read_overrides(file, leaders)


def _by_hand(folder: Path, settings: Settings) -> pd.DataFrame | None:
    """The remarks marked by hand, when there are any."""
    file = by_hand_file(folder, settings)
    return None if file is None else read_remarks(file)


def _speeches(folder: Path, settings: Settings) -> pd.DataFrame | None:
    """The speeches, when there are any."""
    source = speeches_source(folder, settings)
    if source is None:
        return None
    if not source.exists():
        raise CorpusError(f"{source.name}: there is no such file or folder.")
    return _speeches_of_texts(source) if source.is_dir() else read_speeches(source)


def _speeches_of_texts(folder: Path) -> pd.DataFrame:
    """A folder of text files, a speech each, which say in front whose it is."""
    texts = read_articles(folder)
    problems, rows = [], []
    for text in texts.to_dict("records"):
        name = str(text["article_id"])
        leader, day = text.get("leader"), text.get("delivered", text.get("published"))
        if not isinstance(leader, str) or not leader.strip():
            hint = "Begin the file with three lines: ---, then leader: and the name, then ---."
            problems.append(f"{name}: it does not say who gave the speech. {hint}")
            continue
        try:
            day = None if day is None or pd.isna(day) else parse_day(day)
        except ValueError:
            problems.append(f"{name}: delivered {day!r} is no day. Write it as in 2031-03-14.")
            continue
        title = text.get("title", text["headline"])
        row = {"speech_id": name, "leader": leader.strip(), "delivered": day, "title": title}
        rows.append(row | {"text": text["text"][text["body_start"] :].strip(), "url": None, "licence": None})
    if problems:
        raise CorpusError(all_problems(folder.name, problems))
    columns = {name: [row[name] for row in rows] for name in schema.column_names("speeches")}
    return schema.make_table("speeches", columns)


def _speech_problems(speeches: pd.DataFrame | None, leaders: pd.DataFrame | None) -> Iterator[str]:
    """Speeches of somebody whom the leaders' table does not know."""
    if speeches is None or leaders is None:
        return
    known = leaders["leader"].unique()
    for speech in speeches.itertuples():
        if not words(str(speech.text)):
            yield f"speeches: {speech.speech_id}: there is no word in it. Write the speech there, or take it out."
        if speech.leader not in known:
            hint = did_you_mean(str(speech.leader), known)
            yield f"speeches: {speech.speech_id}: {speech.leader!r} is no leader of the leaders' file.{hint}"


def _comparison_problems(
    settings: Settings, lexicon: Lexicon | None, leaders: pd.DataFrame | None, articles: pd.DataFrame | None
) -> Iterator[str]:
    """What [comparison] names and nobody knows."""
    frame = settings["comparison.frame"]
    if lexicon is not None and frame and frame not in lexicon.frames:
        hint = did_you_mean(frame, lexicon.frames)
        yield f"{settings.place('comparison.frame')}: frame {frame!r} is not in {lexicon.name}.{hint}"
    by = settings["comparison.by"]
    leader_names = None if leaders is None else list(leaders["leader"].unique())
    outlets = None if articles is None else sorted(articles["outlet"].dropna().unique())
    known = {"leader": leader_names, "outlet": outlets, "voice": list(VOICES)}[by]
    files = {"leader": settings["leaders"], "outlet": "the articles", "voice": "the voices"}
    for name in ("group", "reference"):
        value = settings[f"comparison.{name}"]
        if known is not None and value and value not in known:
            hint = did_you_mean(value, known)
            place = settings.place(f"comparison.{name}")
            or_there = f" Or {files[by]} may have it misspelt." if by == "leader" else ""
            yield f"{place}: {name} {value!r} is no {by} of {files[by]}.{hint}{or_there}"
    if settings["comparison.group"] and settings["comparison.group"] == settings["comparison.reference"]:
        place = settings.place("comparison.reference")
        yield f"{place}: group and reference are both {settings['comparison.group']!r}. Compare two."
    only = settings["comparison.only_leader"]
    if only and by == "leader":
        place = settings.place("comparison.only_leader")
        yield f"{place}: only_leader goes with outlets or voices; here leaders are compared. Put # before it."
    elif only and leader_names is not None and only not in leader_names:
        hint = did_you_mean(only, leader_names)
        place = settings.place("comparison.only_leader")
        yield f"{place}: only_leader {only!r} is no leader of {settings['leaders']}.{hint}"
    if by == "voice" and "comparison.voices" in settings.lines:
        yield f"{settings.place('comparison.voices')}: voices are what is compared here. Put # before this line."
