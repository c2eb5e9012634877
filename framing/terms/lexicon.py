"""Finds lexicons, those that come with the toolkit and your own, and tries them out on their examples."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import pandas as pd

from framing import schema
from framing.errors import FramingWarning, LexiconError, did_you_mean
from framing.lexicon import Lexicon
from framing.terms.lexicon_files import read_folder
from framing.terms.matching import find_matches
from framing.text import tokenize


def read_lexicon(name_or_path: str | os.PathLike[str]) -> Lexicon:
    """Read a lexicon: one of those that come with the toolkit, or one of your own.

    Parameters
    ----------
    name_or_path : str or path
        Name of a lexicon as `list_lexicons` gives it, or the folder of one: `lexicon.toml`, `terms.csv` and
        `examples.csv`, each CSV with `,` `;` or tab in any common encoding; `validation.csv` when there is one.

    Returns
    -------
    Lexicon
        With its frames in the order of `lexicon.toml` and its terms in the order of `terms.csv`.

    Raises
    ------
    LexiconError
        When there is no such lexicon; or with all problems of all its files, each with file and row: an unknown
        column, frame or key, a pattern outside the grammar or empty, a weight that is no finite number, a row that
        stands twice, a frame without definition, without pattern, or without an example that must match and one that
        must not.

    Notes
    -----
    Rows are counted as a spreadsheet shows them, the header being row 1. An empty weight is 1. Examples are not tried
    out here: `check_examples` does that.

    Examples
    --------
    >>> read_lexicon("secuirty")
    Traceback (most recent call last):
    framing.errors.LexiconError: no lexicon 'secuirty'. Did you mean 'security'?
    """
    folder = folder_of(name_or_path)
    lexicon = read_folder(folder, str(name_or_path))
    if folder != _shipped().get(lexicon.name):
        _warn_of_borrowed_name(lexicon)
    return lexicon


def _warn_of_borrowed_name(lexicon: Lexicon) -> None:
    """Warn when a lexicon has name and version of one that comes with the toolkit but counts otherwise."""
    shipped = _shipped().get(lexicon.name)
    if shipped is None:
        return
    original = read_folder(shipped, lexicon.name)
    if original.label == lexicon.label and original != lexicon:
        warnings.warn(
            f"this lexicon is called {lexicon.label} like one that comes with the toolkit, but counts otherwise. "
            "Change its name or version in lexicon.toml.",
            FramingWarning,
            stacklevel=3,
        )


def list_lexicons() -> pd.DataFrame:
    """List the lexicons that come with the toolkit.

    Returns
    -------
    pandas.DataFrame
        One row per lexicon, by name: `name`, `version`, `language`, `n_frames`, `n_terms` (masks not counted),
        `n_validated` (frames that human coders have judged, on any texts), `citation`.

    Examples
    --------
    >>> list_lexicons().columns.tolist()
    ['name', 'version', 'language', 'n_frames', 'n_terms', 'n_validated', 'citation']
    """
    lexicons = [read_lexicon(name) for name in _shipped()]
    return pd.DataFrame(
        {
            "name": pd.Series([lexicon.name for lexicon in lexicons], dtype="str"),
            "version": pd.Series([lexicon.version for lexicon in lexicons], dtype="str"),
            "language": pd.Series([lexicon.language for lexicon in lexicons], dtype="str"),
            "n_frames": pd.Series([len(lexicon.frames) for lexicon in lexicons], dtype="int64"),
            "n_terms": pd.Series([sum(not t.is_mask for t in lexicon.terms) for lexicon in lexicons], dtype="int64"),
            "n_validated": pd.Series([len(lexicon.validated_frames) for lexicon in lexicons], dtype="int64"),
            "citation": pd.Series([lexicon.citation for lexicon in lexicons], dtype="str"),
        }
    )


def check_examples(lexicon: Lexicon) -> pd.DataFrame:
    """Try a lexicon out on its own examples.

    Parameters
    ----------
    lexicon : Lexicon
        One with examples.

    Returns
    -------
    pandas.DataFrame
        One row per example, in file order: `frame`, `sentence`, `expected` and `found` (patterns of that frame, joined
        by "; ", each once), `passed` (whether both hold the same patterns).

    Examples
    --------
    >>> from framing.lexicon import Example, Lexicon, Term
    >>> examples = (Example("storm", "A gale blew.", ("gale*",)), Example("storm", "Galeries closed.", ()))
    >>> weather = Lexicon("weather", "1.0", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),), {}, examples)
    >>> check_examples(weather)[["expected", "found", "passed"]]
      expected  found  passed
    0    gale*  gale*    True
    1           gale*   False
    """
    examples = [example for example in lexicon.examples if example.frame in lexicon.frames]
    sentences = pd.Series([example.sentence for example in examples], dtype="str")
    hits = matches_in_sentences(sentences, lexicon)
    found_in: dict[tuple[str, str], list[str]] = {}
    for name, frame, pattern in zip(hits["article_id"], hits["frame"], hits["pattern"], strict=True):
        found_in.setdefault((name, frame), []).append(pattern)
    found = [list(dict.fromkeys(found_in.get((str(n), e.frame), []))) for n, e in enumerate(examples)]
    return pd.DataFrame(
        {
            "frame": pd.Series([example.frame for example in examples], dtype="str"),
            "sentence": sentences,
            "expected": pd.Series(["; ".join(example.matches) for example in examples], dtype="str"),
            "found": pd.Series(["; ".join(patterns) for patterns in found], dtype="str"),
            "passed": pd.Series([set(f) == set(e.matches) for f, e in zip(found, examples, strict=True)], dtype="bool"),
        }
    )


def matches_in_sentences(sentences: Iterable[str], lexicon: Lexicon) -> pd.DataFrame:
    """Return the `matches` table of sentences that stand alone; `article_id` is their number, from 0."""
    texts = list(sentences)
    names = [str(number) for number in range(len(texts))]
    columns = {"article_id": names, "story_id": names, "text": texts, "body_start": [0] * len(names)}
    columns |= {"language": [lexicon.language] * len(names), "warnings": [[] for _ in names]}
    return find_matches(tokenize(schema.make_table("articles", columns)), lexicon)


def _shipped() -> dict[str, Traversable]:
    """The folders of the lexicons that come with the toolkit, by name."""
    home = resources.files("framing").joinpath("lexicons")
    folders = list(home.iterdir()) if home.is_dir() else []
    named = {folder.name: folder for folder in folders if folder.joinpath("lexicon.toml").is_file()}
    return dict(sorted(named.items()))


def folder_of(name_or_path: str | os.PathLike[str]) -> Traversable:
    """The folder of a shipped lexicon, or the one that was named."""
    shipped = _shipped()
    if isinstance(name_or_path, str) and name_or_path in shipped:
        return shipped[name_or_path]
    path = Path(name_or_path)
    if path.is_dir():
        return path
    if path.is_file():
        raise LexiconError(f"{path}: this is a file. Give the folder that holds lexicon.toml and terms.csv.")
    above = Path("..") / path
    if not path.is_absolute() and above.is_dir():
        raise LexiconError(f"no lexicon {str(name_or_path)!r} here. Did you mean {above.as_posix()!r}?")
    known = [*shipped, *(one.as_posix() for one in _lexicons_beside(path))]
    hint = did_you_mean(str(name_or_path), known) or " Give the folder that holds lexicon.toml and terms.csv."
    raise LexiconError(f"no lexicon {str(name_or_path)!r}.{hint}")


def _lexicons_beside(path: Path) -> list[Path]:
    """The folders with a lexicon that lie where one was looked for."""
    try:
        return sorted(one for one in path.parent.iterdir() if one.joinpath("lexicon.toml").is_file())
    except OSError:
        return []
