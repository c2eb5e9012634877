"""A strict reader of pages, made for the tests: it refuses what a browser would mend in silence."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "br", "hr", "img", "link", "input", "col"}
KNOWN = {"html", "head", "body", "main", "article", "section", "header", "div", "title", "style", "meta"}
KNOWN |= {"table", "thead", "tbody", "tr", "th", "td", "ul", "li", "dl", "dt", "dd"}
KNOWN |= {"p", "span", "a", "bdi", "h1", "h2", "h3", "h4", "h5", "h6"}
PHRASING = {"span", "a", "bdi"}
HOLDS_PHRASING_ONLY = {"p", "span", "a", "bdi", "h1", "h2", "h3", "h4", "h5", "h6", "dt"}
PARENTS = {
    "li": {"ul"},
    "dt": {"dl"},
    "dd": {"dl"},
    "tr": {"thead", "tbody"},
    "td": {"tr"},
    "th": {"tr"},
    "thead": {"table"},
    "tbody": {"table"},
}
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Page(HTMLParser):
    """A page, read; its mistakes are in `mistakes`, its elements in `elements`."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.mistakes, self.elements, self.stack, self.columns = [], [], [], []
        self.mistakes += [f"character {found!r}" for found in FORBIDDEN.findall(source)]
        self.feed(source)
        self.close()
        self.mistakes += [f"<{tag}> is never closed" for tag, *_ in self.stack]
        self._check_ids()
        self._check_headings()

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.mistakes.append(f"<{tag}> has an attribute twice")
        if tag not in KNOWN:
            self.mistakes.append(f"<{tag}> does not belong into a page")
        self.mistakes += [f"attribute {name}" for name in names if name.startswith("on") or name in ("style", "src")]
        parent = self.stack[-1][0] if self.stack else None
        if tag in PARENTS and parent not in PARENTS[tag]:
            self.mistakes.append(f"<{tag}> in <{parent}>")
        if parent in HOLDS_PHRASING_ONLY and tag not in PHRASING:
            self.mistakes.append(f"<{tag}> in <{parent}>")
        if tag == "a" and any(open_tag == "a" for open_tag, *_ in self.stack):
            self.mistakes.append("<a> in <a>")
        if tag == "th" and "scope" not in names:
            self.mistakes.append("<th> without scope")
        element = {"tag": tag, "text": "", "open": len(self.stack), **dict(attrs)}
        self.elements.append(element)
        if tag == "table":
            self.columns.append(set())
        if tag == "tr":
            self.width = 0
        if tag in ("td", "th"):
            self.width += int(dict(attrs).get("colspan", 1))
        if tag not in VOID:
            self.stack.append((tag, element))

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1][0] != tag:
            self.mistakes.append(f"</{tag}> closes what is not the last opened: {[tag for tag, _ in self.stack]}")
            return
        self.stack.pop()
        if tag == "tr":
            self.columns[-1].add(self.width)
        if tag == "table" and len(self.columns[-1]) > 1:
            self.mistakes.append(f"rows of {sorted(self.columns[-1])} columns in one table")

    def handle_startendtag(self, tag, attrs):
        self.mistakes.append(f"<{tag}/>")

    def handle_comment(self, data):
        self.mistakes.append(f"comment {data!r}")

    def handle_pi(self, data):
        self.mistakes.append(f"instruction {data!r}")

    def handle_data(self, data):
        for _, element in self.stack:
            element["text"] += data

    def _check_ids(self):
        ids = [element["id"] for element in self.elements if "id" in element]
        self.mistakes += [f"id {name!r} stands twice" for name in {name for name in ids if ids.count(name) > 1}]
        self.mistakes += [f"id {name!r}" for name in ids if not re.fullmatch(r"[A-Za-z][\w-]*", name, re.ASCII)]
        for element in self.elements:
            named = element.get("aria-labelledby", "").split()
            target = element.get("href", "#")
            if element["tag"] == "a" and not target.startswith("#"):
                self.mistakes.append(f"address {target!r}")
            lost = [name for name in [*named, target[1:]] if name and name not in ids]
            self.mistakes += [f"nothing has the id {name!r}" for name in lost]

    def _check_headings(self):
        levels = [int(element["tag"][1]) for element in self.elements if re.fullmatch("h[1-6]", element["tag"])]
        for before, level in pairwise(levels):
            if level > before + 1:
                self.mistakes.append(f"heading {level} after heading {before}")

    def of_class(self, name):
        """The elements of a class."""
        return [element for element in self.elements if name in (element.get("class") or "").split()]

    def rows(self, number=0):
        """The texts of the cells of one table, row by row."""
        rows, tables = [], -1
        for element in self.elements:
            tables += element["tag"] == "table"
            if tables == number and element["tag"] == "tr":
                rows.append([])
            elif tables == number and element["tag"] in ("td", "th"):
                rows[-1].append(element)
        return [[cell["text"] for cell in row] for row in rows]


def texts_of(page, inside):
    """The text in the elements of a class, without what stands in margins, labels and for listeners only."""
    reader = _Text(inside)
    reader.feed(page)
    return reader.found


LEFT_OUT = {"note", "frame", "unseen"}


class _Text(HTMLParser):
    def __init__(self, inside):
        super().__init__(convert_charrefs=True)
        self.inside, self.found, self.stack = inside, [], []

    def handle_starttag(self, tag, attrs):
        classes = set((dict(attrs).get("class") or "").split())
        if tag not in VOID:
            if self.inside in classes:
                self.found.append("")
            self.stack.append(classes)

    def handle_endtag(self, tag):
        self.stack.pop()

    def handle_data(self, data):
        is_inside = any(self.inside in classes for classes in self.stack)
        if is_inside and not any(classes & LEFT_OUT for classes in self.stack):
            self.found[-1] += data
