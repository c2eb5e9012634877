"""WordStat `.cat`: categories and terms indented by tabs, each term with its weight in brackets.

STORM
<tab>WIND
<tab><tab>GALE* (1)
<tab>HIGH_WATER (1)
"""

from __future__ import annotations

import re

from framing.lexicon import Lexicon
from framing.terms.dictionaries.draft import Draft
from framing.terms.dictionaries.outgoing import Written, fit_terms
from framing.terms.dictionaries.outlines import LONGEST_LINE, Outline, depth_of, lines_of, walk_tree

HOLDS = frozenset({"weights", "inner wildcards"})
_TERM = re.compile(r"\s*(\S.*?)\s*\(\s*([-+]?\d{1,9}(?:[.,]\d{1,9})?)\s*\)\s*")


def is_wordstat(text: str) -> bool:
    r"""Return whether a text looks like a `.cat`: a line at the edge, and below it an indented term with a weight.

    Examples
    --------
    >>> is_wordstat("STORM\n\tGALE (1)\n"), is_wordstat("storm:\n  - gale (1)\n")
    (True, False)
    """
    lines = [line for line in text[:200_000].split("\n") if line.strip() and not line.startswith("#")]
    if not lines or re.search(r":\s*$|:\s+[\[{'\"]", lines[0]):
        return False
    below = (line for line in lines if line[0].isspace() and not line.lstrip().startswith("- "))
    return any(_TERM.fullmatch(line) for line in below if len(line) <= LONGEST_LINE)


def read_wordstat(text: str, source: str) -> Draft:
    r"""Return what stands in a `.cat`.

    Examples
    --------
    >>> read_wordstat("STORM\n\tGALE* (2)\n", "harbour.cat").entries
    [Entry(row=2, path=('STORM',), text='GALE*', weight=2.0, note='')]
    """
    draft, outline = Draft(), Outline()
    for number, line in lines_of(text, draft):
        found = _TERM.fullmatch(line)
        if line.lstrip().startswith("#"):
            draft.comments.append((number, line.strip()))
        elif found:
            path = outline.path(depth_of(line))
            if path:
                draft.add(number, path, found[1], float(found[2].replace(",", ".")))
            else:
                draft.lose(number, "a term outside every category", "Indent it below one.", entry=line.strip())
        elif line.strip():
            name = " ".join(line.split()).replace("/", "-")
            if "/" in line:
                draft.lose(number, "'/' in a name", f"Named {name!r} here.", entry=line.strip(), carried=True)
            draft.categories.setdefault(outline.open(depth_of(line), name), number)
    return draft


def write_wordstat(lexicon: Lexicon) -> tuple[str, Written]:
    r"""Return a lexicon as `.cat`, and what does not stand in it.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*", 0.5),))
    >>> write_wordstat(harbour)[0]
    'storm\n\tgale* (0.5)\n'
    """
    written = fit_terms(lexicon, HOLDS)
    lines = []
    for path, frame in walk_tree(lexicon.frames):
        indent = "\t" * len(path)
        lines.append(indent[1:] + " ".join(path[-1].split()))
        terms = written.terms[frame] if frame else []
        lines += [f"{indent}{term.pattern} ({_weight(term.weight)})" for term in terms]
    return "\n".join(lines) + "\n", written


def _weight(weight: float) -> str:
    """A weight without a power of ten, which the format does not know."""
    return f"{weight:.9f}".rstrip("0").rstrip(".")
