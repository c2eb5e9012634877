"""Yoshikoder `.ykd` and Lexicoder 2 `.lcd`: XML of categories (`cnode`) and patterns (`pnode`) within a `dictionary`.

Read without document types, so without entities and without anything fetched.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from framing.errors import LexiconError
from framing.lexicon import Lexicon
from framing.terms.dictionaries.draft import Draft, Path
from framing.terms.dictionaries.outgoing import NO_DEFINITION, Written, fit_terms
from framing.terms.dictionaries.outlines import walk_tree

HOLDS = frozenset({"weights", "inner wildcards", "notes", "definitions"})
DEEPEST = 50  # categories within categories; the deepest dictionaries have four
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_KNOWN = {"dictionary": {"style", "patternengine", "name"}, "cnode": {"name", "desc"}}
_KNOWN["pnode"] = {"name", "desc", "score"}
_LITERAL = re.compile(r"[\w' -]+")


def is_xml(text: str) -> bool:
    """Return whether a text looks like XML.

    Examples
    --------
    >>> is_xml("<dictionary/>"), is_xml("<3 hearts")
    (True, False)
    """
    return re.match(r"\s*<[?!A-Za-z]", text) is not None


class _Reader:
    """Takes the elements one after the other."""

    def __init__(self, source: str) -> None:
        self.draft = Draft()
        self._source = source
        self._stack: list[tuple[str, str]] = []  # element, and the name of a category
        self._odd: dict[str, tuple[int, int]] = {}  # attributes without a meaning here: first row, how many
        self._spaced: list[tuple[int, str]] = []
        self._is_expression = self._has_root = False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CommentHandler = lambda text: self.draft.comments.append((self._row, text.strip()))

    @property
    def _row(self) -> int:
        return self.parser.CurrentLineNumber

    def _refuse(self, said: str) -> None:
        raise LexiconError(f"{self._source} row {self._row}: {said}")

    def _refuse_doctype(self, *_: Any) -> None:
        self._refuse("a document type (<!DOCTYPE ...>) stands here, which no dictionary needs. Take it out.")

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        if not self._stack and element != "dictionary":
            self._refuse(f"this is XML of {element!r}, not a dictionary of Yoshikoder or Lexicoder.")
        if len(self._stack) > DEEPEST:
            self._refuse(f"categories stand {DEEPEST} deep in one another. Take some levels out.")
        if element == "dictionary":
            self._open_dictionary(attributes)
        elif element == "cnode":
            self._open_category(attributes)
        elif element == "pnode":
            self._add_pattern(attributes)
        else:
            self.draft.lose(self._row, f"element {element!r}", "It has no meaning here.", path=self._path)
        for name in attributes.keys() - _KNOWN.get(element, set()):
            row, n = self._odd.get(f"{element} {name}", (self._row, 0))
            self._odd[f"{element} {name}"] = (row, n + 1)
        self._stack.append((element, self._opened if element == "cnode" else ""))

    def _end(self, element: str) -> None:
        self._stack.pop()

    @property
    def _path(self) -> Path:
        return tuple(name for element, name in self._stack if element == "cnode" and name)

    def _open_dictionary(self, attributes: dict[str, str]) -> None:
        """The whole; Yoshikoder keeps all categories below one that is the dictionary itself."""
        self.draft.head["name"] = attributes.get("name", "")
        self._has_root = attributes.get("style") != "Lexicoder"
        self._is_expression = "regex" in attributes.get("patternengine", "")

    def _open_category(self, attributes: dict[str, str]) -> None:
        name = " ".join(attributes.get("name", "").split())
        self._opened = name.replace("/", "-") or "unnamed"
        if self._opened != name:
            self.draft.lose(self._row, f"category named {name!r}", f"Named {self._opened!r} here.", carried=True)
        if self._has_root and len(self._stack) == 1:
            self.draft.head["name"], self._opened = self._opened, ""
            if attributes.get("desc", "").strip() not in ("", name):
                said = "Copy it into the README of the lexicon."
                self.draft.lose(self._row, "description of the whole", said, entry=attributes["desc"].strip())
            return
        path = (*self._path, self._opened)
        self.draft.categories.setdefault(path, self._row)
        if attributes.get("desc", "").strip() not in ("", name):
            self.draft.definitions.setdefault(path, attributes["desc"].strip())

    def _add_pattern(self, attributes: dict[str, str]) -> None:
        path = self._path or ((self.draft.head["name"],) if self.draft.head["name"] else ())
        text = attributes.get("name", "")
        if not text.strip():
            self.draft.lose(self._row, "a pattern without a name", "Write one, or take it out.", path=path)
            return
        if self._is_expression and not _LITERAL.fullmatch(text):
            said = "List the forms it stands for in rows of their own."
            self.draft.lose(self._row, "a regular expression", said, entry=text, path=path)
            return
        score = attributes.get("score", "").strip() or "1"
        try:
            weight = float(score)
        except ValueError:
            self.draft.lose(self._row, f"score {score!r} is no number", "Write 1.", entry=text, path=path)
            return
        if text != text.strip():
            self._spaced.append((self._row, text))
        self.draft.add(self._row, path, text, weight, attributes.get("desc", ""))

    def list_oddities(self) -> None:
        """One row for each attribute that says nothing here, and one for spaces, which Lexicoder lets say something."""
        if self._spaced:
            what = f"{len(self._spaced)} patterns with spaces around them, of which this is the first"
            said = "Read without them, as whole words; add * where any ending is meant."
            self.draft.lose(self._spaced[0][0], what, said, entry=self._spaced[0][1], carried=True)
        for name, (row, n) in self._odd.items():
            self.draft.lose(row, f"{n} attributes {name!r}, of which this is the first", "They mean nothing here.")


def read_xml(text: str, source: str) -> Draft:
    """Return what stands in a `.ykd` or `.lcd`.

    Raises
    ------
    LexiconError
        When it is no XML, is of something else, has a document type or is cut off; with the row.

    Examples
    --------
    >>> xml = '<dictionary><cnode name="harbour"><cnode name="storm"><pnode name="gale*"/></cnode></cnode></dictionary>'
    >>> read_xml(xml, "harbour.ykd").entries
    [Entry(row=1, path=('storm',), text='gale*', weight=1.0, note='')]
    """
    reader = _Reader(source)
    try:
        reader.parser.Parse(_DECLARATION.sub("", text, count=1), True)
    except expat.ExpatError as problem:
        said = expat.errors.messages.get(problem.code, "damaged")
        raise LexiconError(
            f"{source} row {problem.lineno}: the XML is damaged or cut off ({said}). Export it once more."
        ) from None
    reader.list_oddities()
    return reader.draft


def write_yoshikoder(lexicon: Lexicon) -> tuple[str, Written]:
    """Return a lexicon as `.ykd`, and what does not stand in it.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),))
    >>> print(write_yoshikoder(harbour)[0].rstrip())
    <?xml version="1.0" encoding="UTF-8"?>
    <dictionary style="050805" patternengine="substring">
      <cnode name="harbour" desc="">
        <cnode name="storm" desc="wind">
          <pnode name="gale*"/>
        </cnode>
      </cnode>
    </dictionary>
    """
    written = fit_terms(lexicon, HOLDS)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<dictionary style="050805" patternengine="substring">']
    lines.append(f'  <cnode name={_quoted(lexicon.name)} desc="">')
    depth = 0
    for path, frame in walk_tree(lexicon.frames):
        lines += ["  " * (level + 1) + "</cnode>" for level in range(depth, len(path) - 1, -1)]
        depth = len(path)
        definition = lexicon.frames.get(frame or "", "")
        desc = "" if definition == NO_DEFINITION else definition
        lines.append("  " * (depth + 1) + f"<cnode name={_quoted(path[-1])} desc={_quoted(desc)}>")
        for term in written.terms[frame] if frame else []:
            score = "" if term.weight == 1 else f' score="{term.weight!r}"'
            note = f" desc={_quoted(term.note)}" if term.note else ""
            lines.append("  " * (depth + 2) + f"<pnode name={_quoted(term.pattern)}{note}{score}/>")
    lines += ["  " * (level + 1) + "</cnode>" for level in range(depth, -1, -1)]
    return "\n".join([*lines, "</dictionary>"]) + "\n", written


def _quoted(text: str) -> str:
    """Text in an attribute; characters that XML cannot hold are left out."""
    held = "".join(c if c.isprintable() or c in "\t\n" else " " for c in text if c not in "\ufffe\uffff")
    return quoteattr(held, {"\n": "&#10;", "\t": "&#9;"})
