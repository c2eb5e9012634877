"""Lexicoder `.lc3`: a line with + begins a category, each line below it is a term; its older `.lcd` is XML.

+storm
gale*
high water
"""

from __future__ import annotations

import re

from framing.lexicon import Lexicon
from framing.terms.dictionaries.draft import Draft, Path
from framing.terms.dictionaries.outgoing import Written, fit_terms

HOLDS: frozenset[str] = frozenset()


def is_lexicoder(text: str) -> bool:
    r"""Return whether a text looks like a `.lc3`: some line begins with + and a name.

    Examples
    --------
    >>> is_lexicoder("\n+storm\ngale\n")
    True
    """
    return re.search(r"^[ \t]*\+[ \t]*-?\w", text[:200_000], re.MULTILINE) is not None


def read_lexicoder(text: str, source: str) -> Draft:
    r"""Return what stands in a `.lc3`.

    Examples
    --------
    >>> read_lexicoder("+storm\ngale*\n", "harbour.lc3").entries
    [Entry(row=2, path=('storm',), text='gale*', weight=1.0, note='')]
    """
    draft, path = Draft(), Path()
    for number, line in enumerate(text.split("\n"), start=1):
        plain = line.strip()
        if plain.startswith("#"):
            draft.comments.append((number, plain))
        elif plain.startswith("+"):
            path = (" ".join(plain[1:].split()),)
            draft.categories.setdefault(path, number)
        elif plain:
            draft.add(number, path, plain)
    return draft


def write_lexicoder(lexicon: Lexicon) -> tuple[str, Written]:
    r"""Return a lexicon as `.lc3`, and what does not stand in it.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),))
    >>> write_lexicoder(harbour)[0]
    '+storm\ngale*\n'
    """
    written = fit_terms(lexicon, HOLDS)
    lines = []
    for frame, terms in written.terms.items():
        lines += [f"+{' '.join(frame.split())}", *(term.pattern for term in terms)]
    return "\n".join(lines) + "\n", written
