"""A dictionary of another program as a lexicon, with everything that could not be carried over."""

from __future__ import annotations

import codecs
import math
import os
import re
import warnings
from pathlib import Path as FilePath

import pandas as pd

from framing.decoding import decode_text, read_bytes
from framing.errors import CorpusError, FramingWarning, LexiconError, all_problems
from framing.lexicon import Lexicon, Term, pattern_problems
from framing.terms.dictionaries.draft import BETWEEN, Draft, Entry, Loss, Path, losses_table
from framing.terms.dictionaries.formats import FORMATS, Format, find_format
from framing.terms.dictionaries.outgoing import NO_DEFINITION
from framing.terms.dictionaries.patterns import Refusal, clean_entry, refuse_entry
from framing.terms.patterns import pattern_words, unmatchable

LARGEST_DICTIONARY = 10_000_000  # bytes; 20,000 terms in a hundred categories have three million
UNKNOWN_LICENCE = "unknown - ask its owner"
_SAID_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([\w.-]+)[\"']")
_OF_ALPHABETS = re.compile("iso|cp|koi8|mac|big5|gb|euc|shift")


def read_dictionary(
    path: str | os.PathLike[str], *, name: str | None = None, version: str | None = None, language: str | None = None
) -> tuple[Lexicon, pd.DataFrame]:
    """Read a dictionary of another program as a lexicon, and list what could not be carried over.

    Parameters
    ----------
    path : path
        LIWC `.dic` or `.dicx`, WordStat `.cat`, Yoshikoder `.ykd`, Lexicoder `.lc3` or `.lcd`, YAML of quanteda, CSV
        (a row per term, a column per category, or columns of words) or JSON. What it is decides its content, not its
        suffix. Any common encoding.
    name, version, language : str, optional
        Of the lexicon; without them those the file says, else the name of the file, "0" and "en".

    Returns
    -------
    lexicon : Lexicon
        A frame per category; one inside another is named `outer/inner`, and each counts its own terms alone. Frames
        have no definition yet (unless the file has one), and the licence is unknown: only its owner can say who may
        pass it on.
    losses : pandas.DataFrame
        The table `losses`: `row` in the file, `category`, `entry`, `carried` (true when the entry came over, but not
        all that is said of it), `what`, `next_step`.

    Raises
    ------
    LexiconError
        When the file is empty, cut off, no text, of no known format, over 10 MB, or nothing in it can be carried over.

    Notes
    -----
    Nothing is guessed. A pattern here is words with one `*` at the end of one of them; other wildcards, regular
    expressions, conditions, rules of nearness and emoticons are listed. So is what would count more than it says
    ("c++" every c, "it's" every it), and what stands in a category already.

    Examples
    --------
    >>> from pathlib import Path; from tempfile import mkdtemp
    >>> file = Path(mkdtemp()) / "harbour.yml"
    >>> _ = file.write_text("storm: [gale*, sq?all]")
    >>> lexicon, losses = read_dictionary(file, language="en")
    >>> lexicon.patterns("storm"), losses[["row", "entry"]].values.tolist()
    (['gale*'], [[1, 'sq?all']])
    """
    path = FilePath(path)
    text = _text_of(path)
    found = find_format(text, path.suffix.lower(), str(path))
    _warn_of_suffix(path, found)
    draft = found.read(text, str(path))
    draft.close()
    said = draft.head
    if language is None and not said.get("language"):
        draft.lose(None, "no language is said: read as 'en'", "Give the language, such as language='en'.", carried=True)
    head = {
        "name": name or said.get("name", "").strip() or path.stem,
        "version": version or said.get("version") or "0",
        "language": language or said.get("language") or "en",
        "citation": said.get("citation")
        or f"TODO: cite it. Read from {path.name} ({found.name}), whose authors are not known here.",
        "licence": said.get("licence") or UNKNOWN_LICENCE,
    }
    lexicon, losses = finish_draft(draft, head, str(path))
    return lexicon, losses_table(losses)


def _text_of(path: FilePath) -> str:
    """The text of a file, its line breaks as one kind."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST_DICTIONARY:
            size, limit = path.stat().st_size / 1e6, LARGEST_DICTIONARY / 1e6
            raise LexiconError(f"{path}: {size:.0f} MB, over {limit:.0f} MB: no dictionary of words is so large.")
        data = read_bytes(path)
        text, mended = decode_text(_recoded(data), str(path))
    except CorpusError as problem:
        raise LexiconError(str(problem)) from None
    if not text.strip("\ufeff \t\r\n"):
        raise LexiconError(f"{path}: the file is empty. Export the dictionary once more.")
    for warning in mended:
        warnings.warn(f"{path}: {warning}.", FramingWarning, stacklevel=4)
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _recoded(data: bytes) -> bytes:
    """The bytes as UTF-8 when they are XML that says another encoding."""
    said = _SAID_ENCODING.match(data)
    if said is None:
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return data  # whatever it says: some editors save in UTF-8 and leave the first line alone
    try:
        found = codecs.lookup(said[1].decode()).name
        return data.decode(found).encode() if _OF_ALPHABETS.match(found) else data
    except (LookupError, ValueError):
        return data


def _warn_of_suffix(path: FilePath, found: Format) -> None:
    """Say when a file is something else than its name says."""
    known = {suffix for each in FORMATS for suffix in each.suffixes}
    if path.suffix.lower() in known and path.suffix.lower() not in found.suffixes:
        said = f"{path}: by its content this is {found.name}, and it is read as that. Rename it."
        warnings.warn(said, FramingWarning, stacklevel=3)


def finish_draft(draft: Draft, head: dict[str, str], source: str) -> tuple[Lexicon, list[Loss]]:
    """Return the lexicon that a draft holds, with all that is lost on the way.

    Raises
    ------
    LexiconError
        When no term is left.

    Examples
    --------
    >>> draft = Draft()
    >>> draft.add(1, ("storm",), "gale*")
    >>> draft.add(2, ("storm",), "GALE*")
    >>> head = dict.fromkeys(("name", "version", "language", "citation", "licence"), "en")
    >>> finish_draft(draft, head, "harbour.dic")[1][0].what
    "stands in 'storm' already, as 'gale*' (row 1)"
    """
    names = {path: _frame_name(path, draft) for path in draft.categories if path}
    terms: list[Term] = []
    there: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for entry in draft.entries:
        term = _carried(entry, names, draft)
        if term is None:
            continue
        first = there.setdefault((term.frame, pattern_words(term.pattern)), entry)
        if first is entry:
            terms.append(term)
        else:
            _list_repeat(entry, first, draft)
    used = {term.frame for term in terms}
    frames = {name: draft.definitions.get(path) or NO_DEFINITION for path, name in names.items() if name[:1] != "-"}
    if not draft.is_own:
        _list_empty(names, used, draft)
        frames = {name: text for name, text in frames.items() if name in used}
    if not terms:
        shown = [f"{_row_of(loss)}{loss.entry!r}: {loss.what}" for loss in draft.losses if loss.entry]
        shown = shown or ["there is no term in it. Export the dictionary once more."]
        raise LexiconError(all_problems(f"{source}: nothing in it can be carried over", shown))
    order = {frame: place for place, frame in enumerate(frames)}
    if not draft.is_own:
        terms.sort(key=lambda term: order[term.frame])
    labels = {frame: label for frame, label in draft.labels.items() if frame in frames}
    parts = {"labels": labels, "examples": tuple(draft.examples), "validations": tuple(draft.validations)}
    return Lexicon(**head, frames=frames, terms=tuple(terms), **parts), draft.losses  # type: ignore[arg-type]


def _row_of(loss: Loss) -> str:
    """The row of a loss in front of a message, when it has one."""
    return "" if loss.row is None else f"row {loss.row}: "


def _frame_name(path: Path, draft: Draft) -> str:
    """The name of the frame for a category; one that begins with '-' would be a mask."""
    name = BETWEEN.join(path)
    if draft.is_own or not name.startswith("-"):
        return name
    plain = name.lstrip("- ") or "unnamed"
    said = "a name does not begin with '-' here"
    draft.lose(draft.categories[path], said, f"Named {plain!r} here.", path=path, carried=True)
    return plain


def _carried(entry: Entry, names: dict[Path, str], draft: Draft) -> Term | None:
    """The entry as a term; None, and a row of losses, when it is none."""
    if not entry.path:
        draft.lose(entry.row, "a term outside every category", "Put it below one.", entry=entry.text)
        return None
    pattern = entry.text.strip() if draft.is_own else clean_entry(entry.text)
    refusal = _refuse_own(entry, pattern, names) if draft.is_own else refuse_entry(pattern)
    if refusal is None and not math.isfinite(entry.weight):
        refusal = Refusal(f"weight {entry.weight!r} is no finite number", "Write 1 when all count alike.")
    if refusal is not None:
        draft.lose(entry.row, *refusal, entry=entry.text.strip(), path=entry.path)
        return None
    return Term(names[entry.path], pattern, entry.weight, entry.note)


def _refuse_own(entry: Entry, pattern: str, names: dict[Path, str]) -> Refusal | None:
    """Why a row of a lexicon of ours cannot stand: its pattern, or a mask of a frame that is not there."""
    target = entry.path[0].removeprefix("-")
    if entry.path[0].startswith("-") and target and (target,) not in names:
        return Refusal(
            f"a mask of a frame {target!r} that is not there", "Give the frame a term, or take the mask out."
        )
    problem = next(iter(pattern_problems(pattern)), None) or unmatchable(pattern)
    return Refusal("no pattern", problem) if problem else None


def _list_repeat(entry: Entry, first: Entry, draft: Draft) -> None:
    """A row for an entry that stands in its category already, perhaps spelt or weighted otherwise."""
    where = f" (row {first.row})" if first.row else ""
    what = f"stands in {BETWEEN.join(entry.path)!r} already, as {first.text.strip()!r}{where}"
    if entry.weight != first.weight:
        what += f", there with weight {first.weight:g}, here {entry.weight:g}"
    draft.lose(entry.row, what, "The first one counts.", entry=entry.text.strip(), path=entry.path)


def _list_empty(names: dict[Path, str], used: set[str], draft: Draft) -> None:
    """A row for each category without a term, unless it only holds others; and one for nesting."""
    parents = {path[:length] for path in names for length in range(1, len(path))}
    for path, name in names.items():
        if name not in used and path not in parents:
            what = "a category without a term that could be carried over"
            said = "Give it terms; if it is a term itself, write it as one (in WordStat: with a weight)."
            draft.lose(draft.categories[path], what, said, entry=path[-1], path=path[:-1])
    nested = [name for path, name in names.items() if len(path) > 1 and name in used]
    if nested:
        what = f"{len(nested)} categories inside others became frames of their own, such as {nested[0]!r}"
        draft.lose(None, what, "An outer frame does not count the terms of inner ones.", carried=True)
