"""What decides a result, as digests: results made under other ones are not gone on with."""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import marshal
import pickle
import tokenize
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

import framing
from framing.errors import FramingError
from framing.files import table_text
from framing.lexicon import Lexicon

_LIBRARIES = ("pandas", "numpy", "pyarrow", "regex", "nupunkt", "textblob", "vaderSentiment")


def describe_function(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the name of a function, the digest of its code, and what its arguments are.

    Notes
    -----
    The code is the file in which the function stands (for one of a notebook: its own lines, and what the global names
    in them hold), and what it finds in functions around it; what that file imports from elsewhere is not looked at, but
    for this package, all of whose files count.

    Raises
    ------
    FramingError
        When an argument cannot be digested.

    Examples
    --------
    >>> told = describe_function(functools.partial(json.dumps, indent=2))
    >>> told["name"], told["arguments"]
    ('json.dumps', {'indent': '2'})
    """
    inner, arguments = function, dict[str, Any]()
    while isinstance(inner, functools.partial):
        arguments |= {str(place): cell for place, cell in enumerate(inner.args)} | dict(inner.keywords)
        inner = inner.func
    named = inner if inspect.isroutine(inner) else type(inner)
    name = f"{getattr(named, '__module__', '?')}.{getattr(named, '__qualname__', '?')}"
    if named is not inner:
        arguments["itself"] = inner
    told = {name: describe_argument(cell, name) for name, cell in sorted(arguments.items())}
    return {"name": name, "code": _digest_with_surroundings(named), "arguments": told}


def describe_argument(cell: Any, name: str) -> str:
    """Return what an argument is, so that two that count otherwise are told apart."""
    if isinstance(cell, Lexicon):
        return f"{cell.label} {cell.digest}"
    if isinstance(cell, pd.DataFrame):
        return f"table of {len(cell)} rows {digest_of(table_text(cell))}"
    if cell is None or isinstance(cell, bool | int | float | str):
        return repr(cell)
    try:
        return f"{type(cell).__name__} {digest_of(pickle.dumps(cell))}"
    except (pickle.PicklingError, TypeError, AttributeError) as problem:
        raise FramingError(f"argument {name!r} of the function ({type(cell).__name__}): {problem}.") from None


def digest_of(content: bytes | str) -> str:
    """Return sixty-four hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_with_surroundings(function: Any) -> str:
    """Of the code of a function, and of what it finds around its lines: a word it counts may be told there."""
    code, found = _code_digest(function), _surroundings(function)
    return digest_of(json.dumps([code, found])) if found else code


def _surroundings(function: Any) -> dict[str, str]:
    """Names from around a function's definition and, where that is a notebook, global ones; and what they hold."""
    try:
        seen = inspect.getclosurevars(function)
    except (TypeError, ValueError):  # no function of Python
        return {}
    names = dict(seen.nonlocals) | (dict(seen.globals) if function.__module__ == "__main__" else {})
    return {name: _told(cell, name) for name, cell in sorted(names.items())}


def _told(cell: Any, name: str) -> str:
    """What a name holds; of what cannot be digested, such as an open file, only its type."""
    if inspect.ismodule(cell) or inspect.isclass(cell):
        return str(cell.__name__)
    if inspect.isroutine(cell):
        return _code_digest(cell)
    try:
        return describe_argument(sorted(map(repr, cell)) if isinstance(cell, set | frozenset) else cell, name)
    except FramingError:
        return type(cell).__name__


def _code_digest(function: Any) -> str:
    """Of the file of a function, or of its lines where there is none to import it from."""
    module = inspect.getmodule(function)
    place = getattr(module, "__file__", None)
    if module is not None and module.__name__.partition(".")[0] == "framing":
        return package_digest()
    if module is not None and module.__name__ != "__main__" and place and Path(place).is_file():
        return file_digest(Path(place))
    try:
        return digest_of(inspect.getsource(function))
    except (OSError, TypeError, SyntaxError, tokenize.TokenError):
        code = getattr(function, "__code__", None)
        return digest_of(marshal.dumps(code) if code else repr(function))


@functools.cache
def package_digest() -> str:
    """Return the digest of all that can change a result of this package: code, word lists of languages, tables."""
    root = Path(framing.__file__).parent
    known = (".py", ".csv", ".txt", ".toml")
    paths = [path for path in root.rglob("*") if path.suffix in known and "lexicons" not in path.parts]
    told = {path.relative_to(root).as_posix(): digest_of(path.read_bytes()) for path in sorted(paths)}
    return digest_of(json.dumps(told))


@functools.cache
def versions() -> dict[str, str]:
    """Return the versions of this package and of those whose change may change a result."""
    return {"framing": framing.__version__} | {name: metadata.version(name) for name in _LIBRARIES}
