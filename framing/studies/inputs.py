"""What the command line reads: files, folders and standard input, with a word on what had to be mended."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import framing
from framing.errors import CorpusError
from framing.files import decode_text, parse_json_lines

SHOWN_NAMES = 5


def read_input(options: argparse.Namespace) -> Any:
    """The articles of INPUT."""
    columns = dict(pairs(options.map))
    _keep_texts(options)
    if options.input != "-":
        articles = framing.read_articles(options.input, columns=columns)
    else:
        articles = _articles_of_stdin(columns)
    _tell_mended(articles)
    return articles


def _keep_texts(options: argparse.Namespace) -> None:
    """Refuse to write a result over the texts or among them."""
    if options.output is None or options.input == "-":
        return
    out, source = Path(options.output).resolve(), Path(options.input).resolve()
    if out == source:
        raise CorpusError(f"{options.output}: it holds the texts and is not written over. Choose another name.")
    if source.is_dir() and out.is_relative_to(source):
        raise CorpusError(f"{options.output}: it would lie among the texts of {options.input}. Choose another folder.")


def _tell_mended(articles: Any) -> None:
    """Say what had to be mended on reading, and in which articles."""
    mended: dict[str, list[str]] = {}
    for name, warnings_of_one in zip(articles["article_id"], articles["warnings"], strict=True):
        for warning in warnings_of_one:
            mended.setdefault(warning, []).append(name)
    for warning, names in mended.items():
        shown = ", ".join(names[:SHOWN_NAMES]) + (f" and {len(names) - SHOWN_NAMES} more" * (len(names) > SHOWN_NAMES))
        say(f"framing: {warning}: {shown}")


def pairs(written: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what each --map says: a column of the articles table and its name in the file.

    Raises
    ------
    CorpusError
        When one is not written as COLUMN=NAME.
    """
    for text in written:
        column, equals, name = text.partition("=")
        if not (column and equals and name):
            raise CorpusError(f"--map {text!r}: write COLUMN=NAME, as in --map text=body.")
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
