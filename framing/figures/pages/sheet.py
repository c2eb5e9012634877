"""What all pages share: one style, no script, no address; whole pages, or parts for a report."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from framing import files
from framing.errors import TableError
from framing.figures.labels import plain
from framing.figures.pages.marks import visible

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DEEPEST = 4  # of six headings: two further levels stand below the one of the page


def write_page(page: str, path: str | os.PathLike[str]) -> Path:
    """Write a page to a file, whole or not at all.

    Parameters
    ----------
    page : str
        The page, as `article_page` and the others give it.
    path : path
        Ends in .html.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    TableError
        When the name does not end in .html, what is given is only part of a page, or the place cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> path = write_page("<!DOCTYPE html><title>Nothing</title>", Path(tempfile.mkdtemp()) / "nothing.html")
    >>> path.name
    'nothing.html'
    """
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise TableError(f"{path}: a page is HTML. End the name in .html.")
    if not page.lstrip()[:9].casefold() == "<!doctype":
        raise TableError(f"{path}: this is no whole page: {page[:40]!r}. Make it with fragment=False.")
    return files.write_whole(path, page)


@cache
def page_style() -> str:
    """Return the style of all pages, for a report that holds several of them as fragments.

    Returns
    -------
    str
        CSS for one `style` element; each rule concerns the class `framing` only.

    Examples
    --------
    >>> "prefers-color-scheme: dark" in page_style()
    True
    """
    return resources.files("framing.figures.pages").joinpath("pages.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    """The templates, in which every text is escaped."""
    loader = PackageLoader("framing.figures.pages", "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"visible": visible, "plain": plain}
    return made


def render(template: str, content: Mapping[str, Any], *, title: str, fragment: bool, heading_level: int) -> str:
    """A page, or the part of it that stands in its body."""
    if heading_level not in range(1, _DEEPEST + 1):
        raise TableError(f"heading_level={heading_level!r}: give a whole number from 1 to {_DEEPEST}.")
    headings = {f"h{down + 1}": f"h{heading_level + down}" for down in range(3)}
    part = _environment().get_template(template).render({**content, **headings, "title": title})
    if fragment:
        return part
    style = page_style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    whole = _environment().get_template("page.html.j2")
    return whole.render(title=title, part=part, style=style, digest=f"sha256-{digest}")


def id_of(*names: object) -> str:
    """An id that is valid in HTML and CSS and differs wherever the names do.

    Examples
    --------
    >>> id_of("article", "a 1"), id_of("article", "a-1")
    ('article-a-1-5adfc7', 'article-a-1-102926')
    """
    readable = "-".join(re.sub(r"[^A-Za-z0-9]+", "-", str(name)).strip("-")[:40] for name in names if name)
    raw = "\x1f".join(map(str, names)).encode("utf-8", "surrogatepass")
    return f"{readable or 'page'}-{hashlib.sha256(raw).hexdigest()[:6]}"


def language_of(code: object) -> str:
    """The code of a language for `lang`; empty, which means unknown, when it is none."""
    return code if isinstance(code, str) and _LANGUAGE.fullmatch(code) else ""
