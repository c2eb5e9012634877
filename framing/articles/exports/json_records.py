"""Articles as objects of JSON or JSON Lines, whatever the objects are called, also of a file that is cut off."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from framing.articles.columns import guess_names
from framing.articles.exports.cut_json import complete, named_apart
from framing.articles.exports.delimited import CUT_OFF, FETCH_ANEW
from framing.articles.exports.export import Article, Export
from framing.articles.exports.source import Source
from framing.decoding import clean_text
from framing.errors import CorpusError
from framing.rows import JSON_SUFFIXES, split_json_lines

# Where objects stand in an object around them, the likeliest first.
_AROUND = ("articles", "results", "data", "items", "documents", "docs", "records", "stories", "response", "hits")
_CUT_THERE = f"is the last and not whole: the file is cut off there. {FETCH_ANEW}"
_CUT_BEHIND = f"is not the last: the file is cut off behind it. {FETCH_ANEW}"
_MARKS = 'Inside a text a quotation mark is \\" and a line break \\n.'
_BETWEEN = re.compile(r"[\s,]*")
_MOST_BROKEN = 200  # objects: behind so many there is no order to be found again
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")
_LIST = re.compile(r'\[\s*(?=\{)|\{.{0,2000}?"(?:' + "|".join(_AROUND) + r')"\s*:\s*\[\s*(?=\{)', re.DOTALL)


class Objects(NamedTuple):
    """The objects of a file: each with its place, what stands around them, and what is broken."""

    found: list[tuple[str, dict[str, Any]]]
    around: dict[str, Any]
    problems: list[str]
    cut: bool = False


def recognises_json(source: Source) -> bool:
    """Return whether a file begins as an object of JSON or a list of objects.

    Examples
    --------
    >>> recognises_json(Source("notes.txt", b'[{"text": "It rained."}]'))
    True
    >>> recognises_json(Source("notes.txt", b"[It rained.]"))
    False
    """
    return bool(re.match(r'\[\s*(\{|\]\s*\Z)|\{\s*("|\}\s*\Z)', source.head)) and source.container == "text"


def recognises_json_lines(source: Source) -> bool:
    r"""Return whether a file has an object of JSON in its first line and another one below.

    Examples
    --------
    >>> recognises_json_lines(Source("notes.txt", b'{"text": "It rained."}\n{"text": "It snowed."}\n'))
    True
    """
    if source.container != "text" or not source.head.startswith("{"):
        return False
    try:
        first, _, rest = source.text.lstrip("\ufeff \t\r\n").partition("\n")
    except CorpusError:
        return False
    if source.suffix in JSON_SUFFIXES:
        return first.rstrip() != "{"  # else one object, laid out over several lines
    try:
        return isinstance(json.loads(first), dict) and bool(rest.strip())
    except (ValueError, RecursionError):
        return first.rstrip().endswith("}") and rest.lstrip().startswith('{"')


def read_json_lines(source: Source) -> Export:
    r"""Return the object of each line as an article.

    Raises
    ------
    CorpusError
        When it is no text.

    Examples
    --------
    >>> read_json_lines(Source("a.jsonl", b'{"text": "It rained."}\n{"text": "It sno')).problems
    ['line 2 is the last and not whole: the file is cut off there. Export or fetch it once more.']
    """
    text = source.text
    objects, problems = split_json_lines(text.lstrip("\ufeff"))
    articles = [Article(f"line {number}", flatten(found)) for number, found in objects.items() if found]
    last = text.rstrip().count("\n") + 1
    cut, _ = complete(text.rstrip().rpartition("\n")[2]) if problems and text[-1] != "\n" else (None, 0)
    if isinstance(cut, dict) and problems[-1].startswith(f"line {last}:"):
        problems[-1] = f"line {last} {_CUT_THERE}"
        articles.append(Article(f"line {last}", {**flatten(cut), "warnings": [CUT_OFF]}))
    return Export(articles, problems=problems, warnings=source.decoded[1], is_table=True)


def read_json(source: Source) -> Export:
    """Return the objects of a JSON file as articles: those of a list, of the list in an object, or the object itself.

    Raises
    ------
    CorpusError
        When it is no text, or nothing of it is an object of JSON.

    Examples
    --------
    >>> export = read_json(Source("a.json", b'{"data": [{"text": "It rained.", "source": {"name": "The Lantern"}}]}'))
    >>> export.articles[0].cells
    {'text': 'It rained.', 'source.name': 'The Lantern'}
    """
    objects = find_objects(source)
    return Export(to_articles(objects), problems=objects.problems, warnings=source.decoded[1], is_table=True)


def to_articles(objects: Objects) -> list[Article]:
    """Return objects as articles, with a warning where a name stands twice and where the file is cut off."""
    articles = []
    for number, (place, found) in enumerate(objects.found, start=1):
        cells = flatten(found)
        twins = [name for name in cells if name.endswith(" (2)") and name.removesuffix(" (2)") in cells]
        told = [f"{name.removesuffix(' (2)')!r} stands twice: the later one is kept as {name!r}" for name in twins]
        told += [CUT_OFF] if objects.cut and number == len(objects.found) else []
        articles.append(Article(place, cells | {"warnings": told} if told else cells))
    return articles


def find_objects(source: Source) -> Objects:
    """Return the objects that a JSON file holds one beside the other, each with its place.

    Raises
    ------
    CorpusError
        When it is no text, or nothing of it is an object of JSON.

    Examples
    --------
    >>> objects = find_objects(Source("a.json", b'{"status": "ok", "articles": [{"title": "Rain"}, {"title": "Sn'))
    >>> objects.found
    [('object 1', {'title': 'Rain'}), ('object 2', {'title': 'Sn'})]
    >>> objects.around, objects.cut
    ({'status': 'ok'}, True)
    """
    text = clean_text(source.text)[0].strip().lstrip("\ufeff")
    try:
        return _objects_in(json.loads(text, object_pairs_hook=named_apart), source.name)
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, CorpusError):
            raise
        value, n_open = complete(text)
        if value is None:
            return _salvaged(text, source.name, problem)
    objects = _objects_in(value, source.name)
    number = len(objects.found) + len(objects.problems)
    cut = n_open > text.startswith("{") or number == 1
    said = f"object {number} {_CUT_THERE if cut else _CUT_BEHIND}"
    return objects._replace(cut=cut, problems=[*objects.problems, said])


def _objects_in(whole: Any, name: str) -> Objects:
    """The objects in a value of JSON."""
    around: dict[str, Any] = whole if isinstance(whole, dict) else {}
    listed = whole if isinstance(whole, list) else _list_in(around)
    if listed is None:
        return Objects([("", around)] if around else [], {}, [])
    found, problems = [], []
    for number, one in enumerate(listed, start=1):
        if isinstance(one, dict):
            found.append((f"object {number}", one))
        else:
            problems.append(f"object {number}: {json.dumps(one)[:40]} is no object. Write it as {{...}} with names.")
    if problems and not found:
        raise CorpusError(f"{name}: this JSON holds no objects {{...}} with names.")
    return Objects(found, {key: value for key, value in around.items() if value is not listed}, problems)


def _list_in(around: Mapping[str, Any], levels: int = 2) -> list[Any] | None:
    """The list of objects in an object, under the likeliest name; None when the object is an article itself."""
    if "text" in guess_names(around) and isinstance(around[guess_names(around)["text"]], str):
        return None
    lists = {
        key: value for key, value in around.items() if isinstance(value, list) and (not value or _has_object(value))
    }
    lists = {key: value for key, value in lists.items() if value or key in _AROUND}
    if lists:
        return lists[min(lists, key=lambda key: _AROUND.index(key) if key in _AROUND else len(_AROUND))]
    inner = [value for value in around.values() if isinstance(value, dict)]
    if len(inner) > 1 and len(inner) == len(around) and all("text" in guess_names(value) for value in inner):
        return inner  # each article under its id
    deeper = (_list_in(value, levels - 1) for value in inner) if levels > 1 else iter(())
    return next((value for value in deeper if value is not None), None)


def _has_object(values: list[Any]) -> bool:
    return any(isinstance(value, dict) for value in values)


def _salvaged(text: str, name: str, problem: Exception) -> Objects:
    """The whole objects of a list in which something is broken."""
    opened = _LIST.match(text)
    around = _around(text[: opened.end()]) if opened else {}
    decoder = json.JSONDecoder(object_pairs_hook=named_apart)
    found: list[tuple[str, dict[str, Any]]] = []
    problems: list[str] = []
    number, at = 0, opened.end() if opened else len(text)
    while text[at : at + 1] == "{" and len(problems) < _MOST_BROKEN:
        number += 1
        try:
            one, at = decoder.raw_decode(text, at)
            found.append((f"object {number}", one))
        except (ValueError, RecursionError) as broken:
            going_on = _NEXT.search(text, at)
            rest, _ = (None, 0) if going_on else complete(text[at:])
            if isinstance(rest, dict):
                found.append((f"object {number}", rest))
                return Objects(found, around, [*problems, f"object {number} {_CUT_THERE}"], cut=True)
            problems.append(f"object {number} is no JSON ({_reason(broken)}): {text[at : at + 40]!r}. {_MARKS}")
            at = going_on.end() if going_on else len(text)
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    if not found:
        raise CorpusError(f"{name}: this is no JSON that can be read ({_reason(problem)}). {FETCH_ANEW}")
    if not problems or len(problems) == _MOST_BROKEN:
        problems.append(f"behind object {number} nothing can be read ({_reason(problem)}). {FETCH_ANEW}")
    return Objects(found, around, problems)


def _around(text: str) -> dict[str, Any]:
    """What an object says before the list in it begins."""
    value, _ = complete(text)
    return {key: cell for key, cell in value.items() if cell != []} if isinstance(value, dict) else {}


def _reason(problem: Exception) -> str:
    return str(problem).partition(";")[0] if isinstance(problem, ValueError) else "nested too deeply"


def flatten(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with the objects in it laid open by one level: `source.name` for the name in `source`.

    Examples
    --------
    >>> flatten({"title": "Rain", "source": {"id": None, "name": "The Lantern"}})
    {'title': 'Rain', 'source.id': None, 'source.name': 'The Lantern'}
    """
    flat: dict[str, Any] = {}
    for name, value in found.items():
        inner = {f"{name}.{key}": cell for key, cell in value.items()} if isinstance(value, dict) else {name: value}
        flat |= {key: cell for key, cell in inner.items() if key not in flat}
    return flat
