"""What somebody has to know before reading the answer: said in the terminal, below the answer and in the warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from framing.articles.exports.reading import problems_of
from framing.errors import LexiconError, did_you_mean
from framing.lexicon import Lexicon
from framing.studies.study.settings import Settings
from framing.terms.lexicon import check_examples, read_lexicon
from framing.text import paragraphs

MOST_NAMED = 5  # of a kind: the tables have all
OFTEN = 5  # remarks of somebody who is no leader: with fewer, nobody misses them
LONG = 1_000  # characters: a shorter text may well be one paragraph
_TEXTS = (".txt", ".md", ".docx", ".pdf", ".csv", ".html")


def notice_of_reading(articles: pd.DataFrame, files: pd.DataFrame) -> Iterator[str]:
    """Yield what was not read or is not known of articles, a line each."""
    problems = problems_of(files)
    yield from (f"not read: {said}" for said in problems[:MOST_NAMED])
    if len(problems) > MOST_NAMED:
        yield f"not read: {len(problems)} problems of files in all; audit-files.csv has them"
    n = len(articles)
    for column, name, so in (
        ("outlet", "outlet", "they count for no outlet"),
        ("published", "day", "speeches of any day are compared with them"),
    ):
        without = articles.loc[articles[column].isna(), "article_id"]
        if len(without):
            yield f"{len(without)} of {n} articles without {name} ({_names(without)}): {so}"
    bodies = zip(articles["article_id"], articles["text"], articles["body_start"], strict=True)
    unbroken = [name for name, text, start in bodies if _is_unbroken(str(text)[int(start) :])]
    if unbroken:
        yield (
            f"{len(unbroken)} of {n} articles without paragraphs ({_names(unbroken)}): all of each is its lead, and "
            "quotation marks pair over all of it. Keep the line breaks of articles when you save them"
        )


def _is_unbroken(body: str) -> bool:
    """Whether a long text is a single paragraph."""
    return len(body) >= LONG and len(paragraphs(body)) == 1


def notice_folders(folder: Path, settings: Settings) -> Iterator[str]:
    """Yield folders with texts that look as if they held speeches and are not read."""
    for path in sorted(folder.iterdir()):
        is_like = path.name.strip().casefold().startswith(("speech", "speach")) and path.is_dir()
        if is_like and path.name not in (settings["speeches"], settings["articles"], "speeches"):
            n = sum(file.suffix.casefold() in _TEXTS for file in path.iterdir())
            if n:
                yield f"folder {path.name!r}: {n} files in it are not read. Speeches stand in a folder named 'speeches'"


def with_known_worth(lexicon: Lexicon) -> tuple[Lexicon, list[str]]:
    """Return a lexicon under a name of its own, validated where it is what was judged; and what there is to tell.

    Notes
    -----
    One that bears name and version of a lexicon of the toolkit, and counts otherwise, was judged by nobody; nor was a
    frame that contradicts its own examples.
    """
    told = []
    if _is_borrowed(lexicon):
        own = f"{lexicon.version}+{lexicon.digest[:8]}"
        said = f"lexicon {lexicon.label} counts otherwise than the one of this name that comes with the toolkit"
        told.append(f"{said}: here it is {lexicon.name}@{own}, not validated. Change its version in lexicon.toml")
        lexicon = replace(lexicon, version=own, validations=())
    tried = check_examples(lexicon)
    failed = tried[~tried["passed"]]
    if len(failed):
        first = failed.iloc[0]
        said = f"{first['sentence']!r} should have {first['expected'] or 'no term'} and has {first['found'] or 'none'}"
        frames = ", ".join(failed["frame"].drop_duplicates())
        told.append(f"lexicon {lexicon.label}: {len(failed)} of {len(tried)} examples fail ({frames}), such as {said}")
        kept = tuple(row for row in lexicon.validations if row.get("frame") not in set(failed["frame"]))
        lexicon = replace(lexicon, validations=kept)
    return lexicon, told


def _is_borrowed(lexicon: Lexicon) -> bool:
    """Whether name and version are those of a lexicon of the toolkit that counts otherwise."""
    try:
        shipped = read_lexicon(lexicon.name)
    except LexiconError:
        return False
    return shipped.label == lexicon.label and shipped != lexicon


def notice_speakers(remarks: pd.DataFrame, leaders: pd.DataFrame, file: str) -> str:
    """Return who speaks often and is no leader; nothing when there is nobody.

    Examples
    --------
    >>> said = pd.DataFrame({"speaker": ["Ewa Dann"] * 5, "leader": [None] * 5, "not_said": [False] * 5})
    >>> notice_speakers(said, pd.DataFrame({"leader": ["Ewa Dan"]}), "leaders.csv")
    'Not in leaders.csv, yet they speak often: Ewa Dann (5 remarks; leaders.csv has Ewa Dan)'
    """
    own = remarks[~remarks["not_said"].astype(bool) & remarks["leader"].isna() & remarks["speaker"].notna()]
    counts = own["speaker"].astype(str).value_counts()
    often = [(str(name), int(n)) for name, n in counts.items() if n >= OFTEN]
    if not often:
        return ""
    names = [str(name) for name in leaders["leader"].drop_duplicates()]
    shown = [f"{name} ({n} remarks{_like(name, names, file)})" for name, n in often[:MOST_NAMED]]
    return f"Not in {file}, yet they speak often: {', '.join(shown)}{', ...' if len(often) > MOST_NAMED else ''}"


def _like(name: str, leaders: list[str], file: str) -> str:
    """The leader whose name this may be."""
    same = [leader for leader in leaders if set(name.split()) <= set(leader.split())]
    hint = did_you_mean(name, leaders)
    near = same[0] if same else hint.partition("'")[2].rstrip("'?") if hint.startswith(" Did") else ""
    return f"; {file} has {near}" if near else ""


def _names(names: Iterable[object]) -> str:
    """The first few names."""
    listed = [str(name) for name in names]
    return ", ".join(listed[:MOST_NAMED]) + (", ..." if len(listed) > MOST_NAMED else "")
