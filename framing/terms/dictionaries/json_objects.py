"""JSON: all of a lexicon, as this toolkit writes it; categories with terms, or rows of category and term, of others.

{"storm": ["gale*", "high water"]}      {"storm": {"gale*": 2}}      [{"category": "storm", "term": "gale*"}]
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from framing.errors import LexiconError
from framing.lexicon import Example, Lexicon
from framing.terms.dictionaries.delimited import CATEGORY_NAMES, NOTE_NAMES, TERM_NAMES, WEIGHT_NAMES, named_column
from framing.terms.dictionaries.draft import Draft
from framing.terms.dictionaries.outgoing import EVERYTHING, Written, keep_terms
from framing.terms.dictionaries.trees import DEEPEST, Node, read_tree

HOLDS = EVERYTHING
_HEAD = ("name", "version", "language", "citation", "licence")


def is_json(text: str) -> bool:
    """Return whether a text looks like JSON.

    Examples
    --------
    >>> is_json(' {"storm": ["gale"]}'), is_json("[storm")
    (True, False)
    """
    begins = text.lstrip()[:200].replace(" ", "").replace("\n", "").replace("\r", "").replace("\t", "")
    return begins.startswith(('{"', '["', "[{", "[[", "{}", "[]"))


def read_json(text: str, source: str) -> Draft:
    """Return what stands in JSON; it has no rows to name.

    Raises
    ------
    LexiconError
        When it is no JSON, with the row; or is very deep, or is no dictionary.

    Examples
    --------
    >>> read_json('{"storm": {"gale*": 2}}', "harbour.json").entries
    [Entry(row=None, path=('storm',), text='gale*', weight=2.0, note='')]
    """
    try:
        parsed = json.loads(text, object_pairs_hook=_without_twins)
    except json.JSONDecodeError as problem:
        hint = "It may be cut off; write it once more."
        raise LexiconError(f"{source} row {problem.lineno}: this is no JSON ({problem.msg}). {hint}") from None
    except (ValueError, RecursionError) as problem:
        said = "too deep" if isinstance(problem, RecursionError) else str(problem)
        raise LexiconError(f"{source}: this JSON cannot be read ({said}).") from None
    if isinstance(parsed, dict) and isinstance(parsed.get("frames"), dict) and isinstance(parsed.get("terms"), list):
        return _own(parsed, source)
    draft = Draft()
    if isinstance(parsed, list) and parsed and all(isinstance(row, dict) for row in parsed):
        _read_records(parsed, draft, source)
    else:
        read_tree(_node(parsed, source, 0), draft)
    return draft


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; Python would keep the last of two values under one name and lose the first."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twin = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"{twin!r} stands twice in one object; put its terms together")
    return found


def _node(value: Any, source: str, depth: int) -> Node:
    """A value of JSON as a tree."""
    if depth > DEEPEST:
        raise LexiconError(f"{source}: more than {DEEPEST} levels. Take some out.")
    if isinstance(value, dict):
        return Node(None, tuple((str(name), _node(inner, source, depth + 1)) for name, inner in value.items()))
    if isinstance(value, list):
        return Node(None, [_node(inner, source, depth + 1) for inner in value])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Node(None, _number(value))
    if isinstance(value, bool):
        return Node(None, None)
    return Node(None, [] if value is None else str(value))


def _number(value: float) -> float:
    """A number of JSON, which may have more digits than a number here can."""
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _read_records(rows: list[dict[str, Any]], draft: Draft, source: str) -> None:
    """Rows of category, term and perhaps weight."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    used = [named_column(columns, names) for names in (CATEGORY_NAMES, TERM_NAMES, WEIGHT_NAMES, NOTE_NAMES)]
    category, term, weight, note = used
    if category is None or term is None:
        known = ", ".join((*CATEGORY_NAMES, *TERM_NAMES))
        raise LexiconError(
            f"{source}: rows with {', '.join(map(repr, columns))}. Name a category and a term ({known})."
        )
    for row in rows:
        value = row.get(weight, 1) if weight else 1
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        path = (str(row.get(category) or "").strip(),)
        if not is_number:
            draft.lose(None, f"weight {value!r} is no number", "Write 1.", entry=str(row.get(term, "")), path=path)
            continue
        text, said = str(row.get(term) or ""), str(row.get(note) or "") if note else ""
        draft.add(None, path if path[0] else (), text, _number(value), said)
    for name in columns:
        if name not in used:
            draft.lose(None, f"column {name!r}", "Only category, term, weight and note have a place in a lexicon.")


def _own(parsed: dict[str, Any], source: str) -> Draft:
    """A lexicon as `write_json` writes it."""
    draft = Draft(is_own=True)
    try:
        draft.head = {name: str(parsed.get(name, "")) for name in _HEAD}
        draft.definitions = {(str(frame),): str(text) for frame, text in parsed["frames"].items()}
        draft.categories = dict.fromkeys(draft.definitions)
        draft.labels = {str(frame): str(label) for frame, label in parsed.get("labels", {}).items()}
        for term in parsed["terms"]:
            weight, note = _number(term.get("weight", 1)), str(term.get("note", ""))
            draft.add(None, (str(term["frame"]),), str(term["pattern"]), weight, note)
        draft.examples = [
            Example(str(row["frame"]), str(row["sentence"]), tuple(map(str, row["matches"])))
            for row in parsed.get("examples", [])
        ]
        draft.validations = [{str(k): str(v) for k, v in row.items()} for row in parsed.get("validations", [])]
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        said = f"{type(problem).__name__}: {problem}"
        raise LexiconError(f"{source}: a lexicon in JSON, but not as it is written here ({said}).") from None
    return draft


def write_json(lexicon: Lexicon) -> tuple[str, Written]:
    """Return all of a lexicon as JSON; nothing is lost.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),))
    >>> json.loads(write_json(harbour)[0])["terms"]
    [{'frame': 'storm', 'pattern': 'gale*', 'weight': 1.0, 'note': ''}]
    """
    whole: dict[str, Any] = {name: getattr(lexicon, name) for name in _HEAD}
    whole |= {"frames": lexicon.frames, "labels": lexicon.labels}
    whole["terms"] = [term._asdict() for term in lexicon.terms]
    whole["examples"] = [example._asdict() for example in lexicon.examples]
    whole["validations"] = list(lexicon.validations)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n", keep_terms(lexicon, HOLDS)
