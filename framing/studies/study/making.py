"""Makes the results of a study: reads, counts, draws, writes, and puts them in place whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from framing.figures.records import digest_corpus
from framing.files import write_table, write_whole
from framing.studies.study import manifest as manifests
from framing.studies.study import wording
from framing.studies.study.analysis import count_study, list_numbers
from framing.studies.study.auditing import audit_study
from framing.studies.study.counted import Counted
from framing.studies.study.history import list_comparisons, others_of
from framing.studies.study.material import read_material
from framing.studies.study.outcome import StudyRun
from framing.studies.study.page import make_page
from framing.studies.study.pages import write_pages
from framing.studies.study.pictures import draw_study
from framing.studies.study.results_folder import NAME, check_writable, keep_own_files, list_outputs, new_results

Tell = Callable[[str], object]


def make_results(folder: Path, old: dict[str, Any] | None, told: list[str], *, tell: Tell) -> StudyRun:
    """Make everything anew; `old` is the manifest of the results that are there, `told` what is to be told besides."""
    tell("reading")
    material = read_material(folder)
    check_writable(folder)
    mark = manifests.fingerprint(folder, material.settings)
    changes = [] if old is None else manifests.tell_changes(old["fingerprint"], mark)
    counted = count_study(material, tell=tell)
    comparisons = list_comparisons(old, counted)
    counted = replace(counted, others=others_of(comparisons, material.settings))
    numbers = dict(list_numbers(counted))
    moved = [] if old is None else manifests.tell_moved(old["numbers"], numbers)
    history = {
        "comparisons": comparisons,
        "changes": changes,
        "moved": moved,
        "digests": {"corpus": digest_corpus(counted.articles)},
    }
    answer = wording.answer(counted)
    with new_results(folder) as new:
        _write(counted, new, history, tell)
        record = {
            "answer": answer,
            "notices": counted.notices,
            "numbers": numbers,
            "comparisons": comparisons,
            "changes": changes,
            "moved": moved,
            "fingerprint": mark,
            "outputs": list_outputs(new),
        }
        told = [*told, *counted.notices, *keep_own_files(folder / NAME, new, old)]
        write_whole(new / manifests.FILE, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    return StudyRun(folder / NAME / "report.html", True, answer, changes, moved, told)


def _write(counted: Counted, new: Path, history: dict[str, Any], tell: Tell) -> None:
    """Write tables, figures, pages and the report."""
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
    links, pages = write_pages(counted, new)
    page = make_page(counted, pictures, audits, links=links, pages=pages, history=history)
    write_whole(new / "report.html", page)
