"""LIWC `.dic`: categories with numbers between two lines of `%`, then terms with the numbers of their categories.

    %
    1<tab>storm
    2<tab>trade
    %
    gale*<tab>1
    cargo<tab>1<tab>2

In the form of 2015 categories are indented below one another. Real files also have conditions (`<of>1/2`, `(02 134)1`),
which say that a term counts only in some company: the codes outside them are read, the conditions are listed.
"""

from __future__ import annotations

import re

from framing.errors import LexiconError
from framing.lexicon import Lexicon
from framing.terms.dictionaries.draft import Draft, Path
from framing.terms.dictionaries.outgoing import Written, fit_terms
from framing.terms.dictionaries.outlines import Outline, lines_of, walk_tree

HOLDS: frozenset[str] = frozenset()
_CATEGORY = re.compile(r"\s*\(?(\d{1,9})\)?\s+(\S.*)")
_WITHOUT_TABS = re.compile(r"(.*?\S)((?:\s+\d+)+)")
_CONDITION = re.compile(r"<[^>]*>\S*|\([^)]*\)?\S*|\S*/\S*")
_CODE = re.compile(r"\d{1,9}")


def is_liwc(text: str) -> bool:
    r"""Return whether a text looks like a `.dic`.

    Examples
    --------
    >>> is_liwc("\n%\n1\tstorm\n%\ngale\t1\n")
    True
    """
    return re.search(r"^[ \t]*%[ \t]*$", text[:20_000], re.MULTILINE) is not None


def read_liwc(text: str, source: str) -> Draft:
    r"""Return what stands in a `.dic`.

    Raises
    ------
    LexiconError
        When the list of categories does not end.

    Examples
    --------
    >>> read_liwc("%\n1\tstorm\n%\ngale*\t1\n", "harbour.dic").entries
    [Entry(row=4, path=('storm',), text='gale*', weight=1.0, note='')]
    """
    draft = Draft()
    lines = list(lines_of(text, draft))
    borders = [number for number, line in lines if line.strip() == "%"]
    if len(borders) < 2:
        said = "begins with % and ends nowhere. Put a line with % alone after the last category."
        raise LexiconError(f"{source} row {borders[0]}: the list of categories {said}")
    codes = _read_categories([(n, line) for n, line in lines if borders[0] < n < borders[1]], draft)
    for number, line in lines:
        if number < borders[0] and line.strip():
            draft.lose(number, "a line before the categories", "Nothing is needed there.", entry=line.strip())
        elif number > borders[1] and line.strip():
            _read_term(number, line, codes, draft)
    return draft


def _read_categories(lines: list[tuple[int, str]], draft: Draft) -> dict[int, Path]:
    """The path of each category by its number."""
    codes: dict[int, Path] = {}
    outline = Outline()
    is_nested = len({_depth(line) for _, line in lines if line.strip()}) > 1
    for number, line in lines:
        found = _CATEGORY.fullmatch(line.rstrip())
        if not line.strip():
            continue
        if found is None:
            draft.lose(number, "no category: a number and a name", "Write a number, a tab, a name.", entry=line.strip())
            continue
        code, name = int(found[1]), " ".join(found[2].split())
        if code in codes:
            said = f"number {code} is taken by {'/'.join(codes[code])!r}"
            draft.lose(number, said, "Give every category a number of its own.", entry=line.strip())
            continue
        plain = name.replace("/", "-") if is_nested else name
        if plain != name:
            draft.lose(number, "'/' in a name", f"Named {plain!r} here.", entry=name, carried=True)
        codes[code] = outline.open(_depth(line), plain)
        draft.categories.setdefault(codes[code], number)
    return codes


def _depth(line: str) -> int:
    """How deep a category stands: only tabs say so, a stray space does not."""
    return len(line) - len(line.lstrip("\t"))


def _read_term(number: int, line: str, codes: dict[int, Path], draft: Draft) -> None:
    """A term in each of its categories."""
    text, _, rest = line.strip().partition("\t")
    spaced = None if rest else _WITHOUT_TABS.fullmatch(text)
    if spaced and all(int(code) in codes for code in spaced[2].split()):
        text, rest = spaced[1], spaced[2]
    text = text.strip()
    for condition in _CONDITION.findall(rest):
        said = "Conditions are not known here; list phrases, or mask what must not count."
        draft.lose(number, f"condition {condition.strip()!r}", said, entry=text)
    paths: dict[Path, None] = {}
    for code in _CONDITION.sub(" ", rest).split():
        if _CODE.fullmatch(code) and int(code) in codes:
            paths.setdefault(codes[int(code)])
        else:
            draft.lose(number, f"no category {code!r}", "Declare it between the two lines of %.", entry=text)
    for path in paths:
        draft.add(number, path, text)
    if not rest.strip():
        draft.lose(number, "a term without the number of a category", "Write it behind a tab.", entry=text)


def write_liwc(lexicon: Lexicon) -> tuple[str, Written]:
    r"""Return a lexicon as `.dic`, and what does not stand in it.

    Examples
    --------
    >>> from framing.lexicon import Term
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, (Term("storm", "gale*"),))
    >>> write_liwc(harbour)[0]
    '%\n1\tstorm\n%\ngale*\t1\n'
    """
    written = fit_terms(lexicon, HOLDS)
    lines, code_of = ["%"], {}
    for code, (path, frame) in enumerate(walk_tree(lexicon.frames), start=1):
        lines.append("\t" * (len(path) - 1) + f"{code}\t{' '.join(path[-1].split())}")
        code_of[frame] = code
    codes: dict[str, list[str]] = {}
    for frame, terms in written.terms.items():
        for term in terms:
            codes.setdefault(term.pattern, []).append(str(code_of[frame]))
    lines += ["%", *("\t".join([text, *dict.fromkeys(of)]) for text, of in codes.items())]
    return "\n".join(lines) + "\n", written
