"""The error classes: what is wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable


class FramingError(ValueError):
    """Any complaint of the toolkit about what it was given."""


class TableError(FramingError):
    """A table lacks a column, or a cell holds what its column cannot hold."""


class LexiconError(FramingError):
    """A lexicon cannot be read, or a pattern or frame in it is wrong."""


class CorpusError(FramingError):
    """A file or folder of texts cannot be read as articles, remarks or leaders."""


class FramingWarning(UserWarning):
    """Something was read, but not as it stood: replaced characters, cut sentences, rows left out."""


MOST_PROBLEMS_SHOWN = 20  # a screenful: more lines hide the first, which is usually the cause


def all_problems(where: str, problems: Iterable[str]) -> str:
    """Every problem of one file or table in one message, the first ones in full."""
    found = list(problems)
    shown = found[:MOST_PROBLEMS_SHOWN]
    if len(found) > len(shown):
        shown.append(f"... and {len(found) - len(shown)} more of the kind")
    if len(shown) == 1:
        return f"{where}: {shown[0]}"
    return f"{where}: {len(found)} problems\n" + "\n".join(f"  - {problem}" for problem in shown)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ' Did you mean ...?' with the nearest known name, or the list of names when none is near.

    Examples
    --------
    >>> did_you_mean("treat", ["threat", "diplomacy"])
    " Did you mean 'threat'?"
    """
    from difflib import get_close_matches

    names = [str(name) for name in known]
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(str(word).casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f" Did you mean {folded[near[0]]!r}?"
    return f" Known: {', '.join(names)}." if names else ""
