"""YAML as quanteda reads and writes it: categories with lists of terms, nested as deep as one likes.

storm:
  wind:
    - gale*
  flood: [high water, surge*]
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from framing.errors import LexiconError
from framing.lexicon import Lexicon
from framing.terms.dictionaries.draft import Draft
from framing.terms.dictionaries.outgoing import Written, fit_terms
from framing.terms.dictionaries.outlines import walk_tree
from framing.terms.dictionaries.trees import DEEPEST, OWN_TERMS, Node, read_tree

HOLDS = frozenset({"inner wildcards"})
_FIRST = re.compile(r"""(?:---|["']?[^\s"'\-+%<{\[,;|][^\n,;|\t]*?:(?:\s|$)|\{?["'][^\n]*:(?:\s|$))""")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same reader, ten times faster where it is there


def is_yaml(text: str) -> bool:
    r"""Return whether a text looks like YAML with categories: its first line names one.

    Examples
    --------
    >>> is_yaml("# words\nstorm:\n  - gale\n"), is_yaml("frame,pattern\n")
    (True, False)
    """
    lines = (line for line in text[:200_000].split("\n") if line.strip() and not line.startswith("#"))
    return _FIRST.match(next(lines, "")) is not None


def read_yaml(text: str, source: str) -> Draft:
    r"""Return what stands in YAML. Nothing in it is made into an object; every value is text ("no" is a word).

    Raises
    ------
    LexiconError
        When it is no YAML, uses aliases (a few lines of which can stand for millions), or is very deep; with the row.

    Examples
    --------
    >>> read_yaml("storm: [gale*]\n", "harbour.yml").entries
    [Entry(row=1, path=('storm',), text='gale*', weight=1.0, note='')]
    """
    draft = Draft()
    try:
        for node in _documents(yaml.parse(text.replace("\t", "    "), Loader=_LOADER), source):
            read_tree(node, draft)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        last = text.rstrip().count("\n") + 1  # the end of a file that is cut off is counted as a line further down
        where = f"{source} row {min(mark.line + 1, last)}" if mark else source
        said = getattr(problem, "problem", None) or str(problem).splitlines()[0]
        hint = "Indent terms by spaces and put odd ones in quotation marks."
        raise LexiconError(f"{where}: this is no YAML ({said}). {hint}") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip().startswith("#"):
            draft.comments.append((number, line.strip()))
    return draft


def _documents(events: Any, source: str) -> list[Node]:
    """The tree of each document."""
    done: list[Node] = []
    open_nodes: list[tuple[int, str, list[Node]]] = []
    for event in events:
        row = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            said = f"alias *{event.anchor}. Write the terms out where they belong."
            raise LexiconError(f"{source} row {row}: {said}")
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if len(open_nodes) >= DEEPEST:
                raise LexiconError(f"{source} row {row}: more than {DEEPEST} levels. Take some out.")
            open_nodes.append((row, type(event).__name__, []))
            continue
        if isinstance(event, yaml.ScalarEvent):
            node = Node(row, event.value if event.value or event.style else [])
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            node = _closed(*open_nodes.pop(), source)
        else:
            continue
        (open_nodes[-1][2] if open_nodes else done).append(node)
    return done


def _closed(row: int, kind: str, parts: list[Node], source: str) -> Node:
    """A list, or a mapping, whose parts alternate between name and value."""
    if kind == "SequenceStartEvent":
        return Node(row, parts)
    names = parts[::2]
    for name in names:
        if not isinstance(name.value, str):
            raise LexiconError(f"{source} row {name.row}: the name of a category is empty or no text. Write one.")
    pairs = zip(names, parts[1::2], strict=True)
    return Node(row, tuple((str(name.value), value._replace(row=_row(name, value))) for name, value in pairs))


def _row(name: Node, value: Node) -> int | None:
    """Where a named value is to be found: at its name, unless it is a term of its own."""
    return value.row if isinstance(value.value, str) else name.row


def write_yaml(lexicon: Lexicon) -> tuple[str, Written]:
    r"""Return a lexicon as YAML, and what does not stand in it.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),))
    >>> write_yaml(harbour)[0]
    'storm:\n- gale*\n'
    """
    written = fit_terms(lexicon, HOLDS)
    tree: dict[str, Any] = {}
    nested = {path[:-1] for path, _ in walk_tree(lexicon.frames)}
    for path, frame in walk_tree(lexicon.frames):
        inner = tree
        for name in path[:-1]:
            inner = inner[name]
        terms = [term.pattern for term in written.terms[frame]] if frame else []
        inner[path[-1]] = ({OWN_TERMS: terms} if terms else {}) if path in nested else terms
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000)
    return str(text), written
