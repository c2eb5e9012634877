"""What the toolkit knows of a language: word lists and tables, one folder for each language beside this module.

A new language is a new folder, no new code. Nothing else reads these folders.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from framing.errors import CorpusError, did_you_mean


def list_languages() -> list[str]:
    """Return the codes of the languages that have a folder.

    Examples
    --------
    >>> "en" in list_languages()
    True
    """
    return sorted(folder.name for folder in resources.files("framing.languages").iterdir() if _is_language(folder))


def _is_language(folder: Traversable) -> bool:
    return folder.is_dir() and not folder.name.startswith("_")


def _data_file(language: str, name: str) -> Traversable:
    """A file of the language's folder."""
    if language not in list_languages():
        hint = did_you_mean(language, list_languages())
        raise CorpusError(f"no language {language!r}.{hint} A language is a folder in framing/languages.")
    return resources.files("framing.languages").joinpath(language, name)


@cache
def read_words(language: str, name: str) -> tuple[str, ...]:
    """Return a word list of a language, in file order.

    Parameters
    ----------
    language : str
        Code of the language, such as "en".
    name : str
        Name of the list: the file `<name>.txt` of its folder, one word a line; `#` begins a note.

    Returns
    -------
    tuple of str
        The words; empty when the language has no such list.

    Raises
    ------
    CorpusError
        When there is no such language.

    Examples
    --------
    >>> "never" in read_words("en", "negators")
    True
    """
    file = _data_file(language, f"{name}.txt")
    if not file.is_file():
        return ()
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def read_rows(language: str, name: str) -> tuple[dict[str, str], ...]:
    """Return a table of a language as rows, in file order.

    Parameters
    ----------
    language : str
        Code of the language, such as "en".
    name : str
        Name of the table: the file `<name>.csv` of its folder.

    Returns
    -------
    tuple of dict of str to str
        One dictionary a row; empty when the language has no such table.

    Raises
    ------
    CorpusError
        When there is no such language.

    Examples
    --------
    >>> read_rows("en", "no-such-table")
    ()
    """
    file = _data_file(language, f"{name}.csv")
    if not file.is_file():
        return ()
    return tuple(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
