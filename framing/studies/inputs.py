"""What the command line reads: files, folders and standard input, with a word on what had to be mended."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import framing
from framing.errors import CorpusError, TableError
from framing.files import TABLE_SUFFIXES, decode_text, parse_json_lines
from framing.studies.kinds_of_warnings import WarningKinds

SHOWN_NAMES = 5


def read_input(options: argparse.Namespace) -> Any:
    """The articles of INPUT."""
    columns = dict(pairs(options.map))
    check_output(options.output, [] if options.input == "-" else [options.input])
    if options.input != "-":
        articles = framing.read_articles(options.input, columns=columns)
    else:
        articles = _articles_of_stdin(columns)
    _tell_mended(articles)
    return articles


def check_output(output: str | None, inputs: Iterable[str], *, holds: str = "the texts") -> None:
    """Refuse a result of no known format, over what is read or among it, before the long work of reading begins.

    Raises
    ------
    TableError
        When the suffix is unknown or the place cannot be written.
    CorpusError
        When it would lie over an input, or in a folder that is one: the next reading would take it for texts.
    """
    if output is None:
        return
    path = Path(output)
    if path.suffix.lower() not in TABLE_SUFFIXES:
        raise TableError(f"{output}: what format is that? End the name in {', '.join(TABLE_SUFFIXES)}.")
    _check_place(path)
    for name in inputs:
        source = Path(name).resolve()
        if path.resolve() == source:
            raise CorpusError(f"{output}: it holds {holds} and is not written over. Choose another name.")
        if source.is_dir() and path.resolve().is_relative_to(source):
            raise CorpusError(f"{output}: it would lie among {holds} of {name}. Choose another folder.")


def _check_place(path: Path) -> None:
    """Refuse a place where no file can be put."""
    there = next(folder for folder in path.resolve().parents if folder.exists())
    if path.is_dir():
        why = "a folder has this name"
    elif not there.is_dir():
        why = f"{there} is no folder"
    elif not os.access(there, os.W_OK):
        why = "Permission denied"
    else:
        return
    raise TableError(f"{path}: cannot be written ({why}). Choose another folder.")


def _tell_mended(articles: Any) -> None:
    """Say what had to be mended on reading, and in which articles."""
    met = WarningKinds()
    for name, warnings in zip(articles["article_id"], articles["warnings"], strict=True):
        met.see(name, warnings)
    for warning, names in met.lines():
        shown = ", ".join(names[:SHOWN_NAMES]) + (f" and {len(names) - SHOWN_NAMES} more" * (len(names) > SHOWN_NAMES))
        say(f"framing: {warning}: {'article' if len(names) == 1 else 'articles'} {shown}")


def pairs(written: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what each --map says: a column of the articles table and its name in the file.

    Raises
    ------
    CorpusError
        When one is not written as COLUMN=NAME, or two speak of one column.
    """
    said: dict[str, str] = {}
    for text in written:
        column, equals, name = text.partition("=")
        if not (column and equals and name):
            raise CorpusError(f"--map {text!r}: write COLUMN=NAME, as in --map text=body.")
        if said.setdefault(column, name) != name:
            both = f"--map {column}={said[column]} and --map {text}"
            raise CorpusError(f"{both}: a column has one name in a file. Read files that differ apart.")
        yield column, name


def _articles_of_stdin(columns: dict[str, str]) -> Any:
    """Standard input: JSON Lines when it begins with an object, else one article."""
    text, mended = decode_text(sys.stdin.buffer.read(), "standard input")
    if not text.strip():
        raise CorpusError("standard input: nothing came. Pipe a text or JSON Lines into the command.")
    if text.lstrip().startswith("{"):
        records = parse_json_lines(text, "standard input").to_dict(orient="records")
    else:
        records = [{"article_id": "stdin", "text": text}]
    return framing.articles_from_records(records, source="standard input", columns=columns, mended=mended)


def say(line: str) -> None:
    """A line for the person, beside the result."""
    with contextlib.suppress(BrokenPipeError):
        print(line, file=sys.stderr, flush=True)
