"""A lexicon as a folder to edit, with TODO where somebody has to think first."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from framing.errors import LexiconError
from framing.files import table_text, umask, write_whole
from framing.lexicon import Example, Lexicon
from framing.terms.dictionaries.delimited import written_number
from framing.terms.dictionaries.outgoing import NO_DEFINITION
from framing.terms.dictionaries.reading import UNKNOWN_LICENCE
from framing.terms.lexicon import check_examples
from framing.terms.lexicon_files import read_folder

TRIED = 20  # terms of a frame, until one matches its own example; masks and longer terms can take a word away
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = ("name", "version", "language", "citation", "licence")
_README = """\
# {label}

Read from a dictionary of another program. Its words belong to whoever made it; its licence is {licence}. Without
their leave use it for yourself alone: do not pass it on, not even beside your results.

- Frames whose definition begins with TODO have none yet. Write in `lexicon.toml` what counts and what does not.
- `examples.csv`: sentences that begin with TODO only hold the place. Write one that must match and one that must not.
- `losses.csv` lists what could not be carried over ({n_lost} entries) or only in part, with its row.
- Nobody has validated how these terms count here: the rules of matching differ from program to program.
"""


def write_lexicon(lexicon: Lexicon, folder: str | os.PathLike[str], *, losses: pd.DataFrame | None = None) -> Path:
    """Write a lexicon as a folder: `lexicon.toml`, `terms.csv`, `examples.csv`, and `validation.csv` when there is one.

    Parameters
    ----------
    lexicon : Lexicon
        Such as `read_dictionary` gives it, or one changed by `with_terms`.
    folder : path
        A new folder, or an empty one. It is written whole or not at all.
    losses : pandas.DataFrame, optional
        The table `losses` of `read_dictionary`: kept as `losses.csv`. When the licence is unknown, a README says whose
        the words are.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    LexiconError
        When something stands there already, or the lexicon could not be read again: a frame without a pattern, a
        pattern that stands twice.
    TableError
        When the place cannot be written.

    Notes
    -----
    A lexicon needs sentences that must and must not match. Where a frame has none, a sentence that begins with TODO
    holds the place.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from framing import read_lexicon
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),))
    >>> read_lexicon(write_lexicon(harbour, Path(mkdtemp()) / "harbour")).examples[0].sentence
    'TODO: gale'
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LexiconError(f"{folder}: something stands there already. Name a new folder.")
    whole = replace(lexicon, examples=(*lexicon.examples, *_placeholders(lexicon)))
    texts = dict(_files(whole))
    if losses is not None:
        texts["losses.csv"] = table_text(losses)
    if losses is not None and lexicon.licence == UNKNOWN_LICENCE:
        n_lost = int((~losses["carried"].astype(bool)).sum())
        texts["README.md"] = _README.format(label=lexicon.label, licence=lexicon.licence, n_lost=n_lost)
    _write_folder(folder, texts)
    return folder


def _write_folder(folder: Path, texts: dict[str, str]) -> None:
    """Write the files beside the place, read them as a lexicon, and only then put them there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as problem:
        raise LexiconError(f"{folder}: cannot be written ({problem.strerror}). Choose another folder.") from None
    try:
        for name, text in texts.items():
            write_whole(beside / name, text)
        read_folder(beside, str(folder))
        beside.chmod(0o777 & ~umask())
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as problem:
        raise LexiconError(f"{folder}: cannot be written ({problem.strerror}). Choose another folder.") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _files(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The name and text of each file."""
    yield "lexicon.toml", _toml(lexicon)
    terms = [[term.frame, term.pattern, _weight(term.weight), term.note] for term in lexicon.terms]
    yield "terms.csv", _csv([["frame", "pattern", "weight", "note"], *terms])
    examples = [[example.frame, example.sentence, "; ".join(example.matches)] for example in lexicon.examples]
    yield "examples.csv", _csv([["frame", "sentence", "matches"], *examples])
    if lexicon.validations:
        columns = list(dict.fromkeys(name for row in lexicon.validations for name in row))
        rows = [[row.get(name, "") for name in columns] for row in lexicon.validations]
        yield "validation.csv", _csv([columns, *rows])


def _weight(weight: float) -> str:
    return "" if weight == 1 else written_number(weight)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def _toml(lexicon: Lexicon) -> str:
    """The head of a lexicon, its frames and labels."""
    lines = [f"{name} = {_quoted(getattr(lexicon, name))}" for name in _HEAD]
    lines += ["", "[frames]"]
    lines += [f"{_key(frame)} = {_quoted(text.strip() or NO_DEFINITION)}" for frame, text in lexicon.frames.items()]
    if lexicon.labels:
        lines += ["", "[labels]", *(f"{_key(frame)} = {_quoted(label)}" for frame, label in lexicon.labels.items())]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """A text as TOML has it, which is as JSON has it but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _placeholders(lexicon: Lexicon) -> list[Example]:
    """For each frame without one, a sentence that matches and one that does not, both begun with TODO."""
    have = {(example.frame, bool(example.matches)) for example in lexicon.examples}
    asked = [Example(frame, text, ()) for frame in lexicon.frames for text in _candidates(lexicon, frame)]
    tried = check_examples(replace(lexicon, examples=tuple(asked)))
    found: dict[tuple[str, bool], Example] = {}
    for frame, text, patterns in zip(tried["frame"], tried["sentence"], tried["found"], strict=True):
        matches = tuple(patterns.split("; ")) if patterns else ()
        if bool(matches) == (text not in _EMPTY_SENTENCES) and ";" not in "".join(matches):
            found.setdefault((frame, bool(matches)), Example(frame, text, matches))
    return [example for key, example in found.items() if key not in have]


_EMPTY_SENTENCES = ("TODO", "...")  # the second where a frame counts the word todo


def _candidates(lexicon: Lexicon, frame: str) -> list[str]:
    """Sentences of which one will match and one will not."""
    terms = lexicon.patterns(frame)[:TRIED]
    return [*(f"TODO: {term.replace('*', '')}" for term in terms), *_EMPTY_SENTENCES]
