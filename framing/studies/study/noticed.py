"""What somebody has to know before reading the answer: said in the terminal, below the answer and in the warnings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from framing.articles.exports.reading import problems_of
from framing.errors import LexiconError
from framing.lexicon import Lexicon
from framing.studies.noticed import MOST_NAMED, UNBROKEN, some_names, unbroken_articles
from framing.studies.study.settings import Settings
from framing.terms.lexicon import check_examples, read_lexicon

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
            yield f"{len(without)} of {n} articles without {name} ({some_names(without)}): {so}"
    unbroken = unbroken_articles(articles)
    if unbroken:
        yield f"{len(unbroken)} of {n} articles without paragraphs ({some_names(unbroken)}): {UNBROKEN}"


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
