"""What stands between two lines `---` at the head of a text file."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from framing.cells import is_missing
from framing.errors import CorpusError

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"(?P<name>[^\W\d]\w*)(?:[ \t]+(?P<value>[^:]*))?")  # a line that has no colon
_NO_END = "begins with --- but no second --- ends its front matter: all of it is read as text"


def split_front_matter(text: str, source: str) -> tuple[dict[str, Any], str, list[str]]:
    r"""Return the front matter of a text file as plain data, the text below it, and what is odd about it.

    Raises
    ------
    CorpusError
        When it cannot be read, or holds a text of its own.

    Examples
    --------
    >>> split_front_matter("---\nnr: 007\n---\n\nIt rained.\n", "a.md")
    ({'nr': '007'}, 'It rained.', [])
    """
    found = _FRONT_MATTER.match(text)
    if found:
        return _parsed(found.group(1), source), text[found.end() :].strip(), []
    return {}, text, [_NO_END] if text.startswith("---") else []


def _without_colon(written: str) -> str:
    """The first line that begins with a name without a colon behind it, and what to write; "" if none is."""
    for number, line in enumerate(written.splitlines(), start=2):
        if found := _NAMED.fullmatch(line.rstrip()):
            meant = f"{found['name']}: {(found['value'] or '...').strip()}"
            return f"line {number}, {line.strip()!r:.80}: the colon is missing. Write {meant!r:.80}."
    return ""


def _reason(problem: Exception, written: str) -> str:
    """What stops the reader, with its line in the file, in words for people who know no YAML."""
    mark = getattr(problem, "problem_mark", None)
    if mark is None:
        return str(problem).replace("\n", " ") or type(problem).__name__
    lines = written.splitlines()
    number = min(mark.line, len(lines) - 1)
    if "mapping values are not allowed" in str(problem):
        return f"line {number + 2}: a colon inside a value, {lines[number].strip()!r:.80}"
    return f"reading stops at line {number + 2}, {lines[number].strip()!r:.80}"


@cache
def _as_written() -> Any:
    """What loads front matter. Most texts have none, and need not wait for YAML."""
    import yaml

    class AsWritten(yaml.SafeLoader):
        """Safe loading in which numbers, yes and no stay the words they are: 007 is an id, 1:30 no number."""

    AsWritten.yaml_implicit_resolvers = {
        first: [(tag, rule) for tag, rule in rules if tag.rpartition(":")[2] in ("null", "timestamp", "merge")]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return AsWritten


def _parsed(written: str, source: str) -> dict[str, Any]:
    """Front matter as plain data."""
    import yaml

    loader = None
    try:
        loader = _as_written()(written)
        meta = loader.get_single_data()
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as problem:  # an impossible date is a ValueError
        if said := _without_colon(written):
            raise CorpusError(f"{source}: its front matter cannot be read. In {said}") from None
        hint = "Put the value in quotation marks; write dates as 2025-02-17."
        if type(problem) is ValueError:
            hint = "A date in it is no day of the calendar."
        raise CorpusError(f"{source}: its front matter cannot be read ({_reason(problem, written)}). {hint}") from None
    finally:
        if loader is not None:
            loader.dispose()
    if not isinstance(meta, dict):
        raise CorpusError(f"{source}: its front matter {written.strip()[:40]!r} has no 'name: value' lines.")
    if any(str(name).strip().casefold() == "text" and not is_missing(cell) for name, cell in meta.items()):
        raise CorpusError(
            f"{source}: 'text' in the front matter. The text of an article stands below the second '---'."
        )
    return {str(name): value for name, value in meta.items()}
