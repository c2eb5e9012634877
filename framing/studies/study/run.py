"""Runs a study: says what changed since the last time, counts, draws, writes, and puts the results in place whole."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from framing.figures.pages.article import article_page
from framing.figures.pages.sheet import write_page
from framing.figures.records import digest_corpus
from framing.files import write_table, write_whole
from framing.studies.study import manifest as manifests
from framing.studies.study import wording
from framing.studies.study.analysis import Counted, count_study, list_numbers
from framing.studies.study.auditing import audit_study
from framing.studies.study.material import read_material
from framing.studies.study.results_folder import NAME, keep_own_files, lacks, list_outputs, new_results, restore
from framing.studies.study.settings import read_settings

Tell = Callable[[str], object]


class StudyRun(NamedTuple):
    """What came of a run.

    Attributes
    ----------
    report : pathlib.Path
        The page.
    is_new : bool
        Whether anything was made; false when nothing had changed.
    answer : str
        The answer to the question, in a sentence.
    changes, moved, told : list of str
        What changed since the run before, which numbers moved, and what else there is to know.
    """

    report: Path
    is_new: bool
    answer: str
    changes: list[str]
    moved: list[str]
    told: list[str]


def run_study(folder: str | os.PathLike[str], *, again: bool = False, tell: Tell = lambda _: None) -> StudyRun:
    """Make the report of a study, or say that nothing changed since it was made.

    Parameters
    ----------
    folder : path
        A folder as `new_study` lays it out.
    again : bool
        Make everything anew although nothing changed.
    tell : function of one text
        Is called with what is being done.

    Returns
    -------
    StudyRun
        Where the report is, the answer, what changed and which numbers moved.

    Raises
    ------
    CorpusError
        With everything that is wrong with the folder: study.toml by line and key.
    FramingError
        When `results` is there and was not made by this, or cannot be written.

    Notes
    -----
    The folder `results` holds `report.html`, `tables/`, `figures/`, `articles/` and `manifest.json`, which has digests
    of everything the results rest on. New results are made beside the old ones and put in their place at the end: a run
    that is interrupted leaves the old ones whole.

    Examples
    --------
    >>> import tempfile
    >>> from framing.studies.study.layout import new_study
    >>> folder = Path(tempfile.mkdtemp()) / "ferry"
    >>> _ = new_study(folder, example=True)
    >>> run_study(folder).answer
    'Security threat: Mira Solveng, 17 % of 23 remarks with a term; Edric Vane, 5 % of 22 remarks with a term. That is
    13 percentage points more.'
    """
    folder = Path(folder)
    settings, problems = read_settings(folder)
    told = restore(folder)
    old = manifests.read_manifest(folder / NAME)
    if not problems and not again and old is not None and (folder / settings["articles"]).exists():
        unchanged = _unchanged(folder, settings, old)
        if unchanged is not None:
            return unchanged._replace(told=told)
    tell("reading")
    material = read_material(folder)
    mark = manifests.fingerprint(folder, material.settings)
    changes = [] if old is None else manifests.tell_changes(old["fingerprint"], mark)
    counted = count_study(material, tell=tell)
    numbers = dict(list_numbers(counted))
    moved = [] if old is None else manifests.tell_moved(old["numbers"], numbers)
    history = {
        "comparisons": _comparisons(old, counted),
        "changes": changes,
        "moved": moved,
        "digests": {"corpus": digest_corpus(counted.articles)},
    }
    answer = wording.answer(counted)
    with new_results(folder) as new:
        _write(counted, new, history, tell)
        record = {
            "answer": answer,
            "numbers": numbers,
            "comparisons": history["comparisons"],
            "changes": changes,
            "moved": moved,
            "fingerprint": mark,
            "outputs": list_outputs(new),
        }
        told += keep_own_files(folder / NAME, new, old)
        write_whole(new / manifests.FILE, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    return StudyRun(folder / NAME / "report.html", True, answer, changes, moved, told)


def _unchanged(folder: Path, settings: Any, old: dict[str, Any]) -> StudyRun | None:
    """What there is to say when nothing changed; None when something did."""
    try:
        mark = manifests.fingerprint(folder, settings)
    except (ValueError, OSError):  # whatever is wrong is told by reading it
        return None
    if manifests.tell_changes(old["fingerprint"], mark) or lacks(folder / NAME, old):
        return None
    return StudyRun(folder / NAME / "report.html", False, old["answer"], [], [], [])


def _comparisons(old: dict[str, Any] | None, counted: Counted) -> list[dict[str, Any]]:
    """Every main comparison that results were made for in this folder, in order, with how often."""
    settings = counted.material.settings
    listed = [dict(one) for one in (old["comparisons"] if old else [])]
    own = next((one for one in listed if one["digest"] == settings.comparison_digest), None)
    if own is None:
        listed.append({"digest": settings.comparison_digest, "stated": wording.state(settings), "n_runs": 1})
    else:
        own["n_runs"] += 1
    return listed


def _write(counted: Counted, new: Path, history: dict[str, Any], tell: Tell) -> None:
    """Write tables, figures, pages and the report."""
    from framing.studies.study.page import make_page
    from framing.studies.study.pictures import draw_study

    audits = audit_study(counted)
    for name, table in counted.tables.items():
        write_table(table, new / "tables" / f"{name}.csv")
    for audit in audits:
        write_table(audit.table, new / "tables" / f"{audit.name}.csv")
    articles = counted.articles.drop(columns=["text"])
    write_table(articles, new / "tables" / "articles.csv")
    tell("drawing")
    pictures = draw_study(counted, new / "figures")
    tell("writing pages")
    links = _article_pages(counted, new)
    page = make_page(counted, pictures, audits, new / "figures", links=links, pages={}, history=history)
    write_whole(new / "report.html", page)


def _article_pages(counted: Counted, new: Path) -> dict[str, str]:
    """Write a page for each article; give their places."""
    by_article = [
        table.groupby("article_id", sort=False).indices for table in (counted.tokens, counted.remarks, counted.matches)
    ]
    links = {}
    for number, article in enumerate(counted.articles["article_id"], start=1):
        own = [
            table.iloc[indices.get(article, [])].reset_index(drop=True)
            for table, indices in zip((counted.tokens, counted.remarks, counted.matches), by_article, strict=True)
        ]
        place = f"articles/{number:04d}-{_slug(article)}.html"
        page = article_page(article, counted.articles, *own, lexicon=counted.material.lexicon, skips=counted.skips)
        write_page(page, new / place)
        links[str(article)] = place
    return links


def _slug(name: str) -> str:
    """A name that any file may have."""
    return re.sub(r"[^A-Za-z0-9]+", "-", str(name)).strip("-")[:60].lower() or "article"
