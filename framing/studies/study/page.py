"""The report of a study: one page that needs nothing else, with every text escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from framing.figures.pages.marks import visible
from framing.measures.report import report
from framing.studies.study import texts, wording
from framing.studies.study.auditing import Audit
from framing.studies.study.counted import Counted
from framing.studies.study.history import stamp
from framing.studies.study.methods import methods
from framing.studies.study.pictures import Picture
from framing.studies.study.sections import list_limits, list_sections
from framing.studies.study.shown import show_table


def make_page(
    counted: Counted,
    pictures: Mapping[str, Picture],
    audits: Sequence[Audit],
    *,
    links: Mapping[str, str],
    pages: Mapping[str, Sequence[tuple[str, str]]],
    history: Mapping[str, Any],
) -> str:
    """Return the report as HTML."""
    from jinja2 import Environment, StrictUndefined

    home = resources.files("framing.studies").joinpath("templates", "study", "report")
    style = home.joinpath("report.css").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined, finalize=_shown).from_string(
        home.joinpath("report.html.j2").read_text(encoding="utf-8")
    )
    settings = counted.material.settings
    return template.render(
        title=settings["title"],
        question=settings["question"],
        answer=wording.answer(counted),
        notices=counted.notices,
        sure=wording.how_sure(counted),
        stamp=stamp(counted, history["comparisons"]),
        changes=history["changes"],
        moved=history["moved"],
        found=texts.FOUND,
        main=pictures.get("comparison"),
        sections=list_sections(counted, pictures, links, pages),
        methods=methods(counted, corpus_digest=history["digests"]["corpus"]),
        report=_report(counted),
        audits=[show_table(one.name, one.table, one.heading, one.meaning, links=links, most=50) for one in audits],
        limits=list_limits(counted),
        style=style,
        style_digest="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _shown(value: Any) -> Any:
    """A text without the characters that no page may hold; what is a page's own stays as it is."""
    return visible(value) if type(value) is str else value


def _report(counted: Counted) -> list[str]:
    """The main comparison as a paper tells it."""
    table = counted.tables.get("comparison")
    if table is None:
        return []
    settings = counted.material.settings
    own = table[(table["frame"] == settings["comparison.frame"]) & (table["measure"] == settings["comparison.measure"])]
    # One comparison is stated, and it is told where others were before: nothing that could adjust for these.
    return report(own.assign(p_adjusted=float("nan")).reset_index(drop=True)).split("\n\n")
