"""A lexicon as a dictionary of another program, with everything that has no place there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from framing.errors import LexiconError, all_problems
from framing.files import write_whole
from framing.lexicon import Lexicon
from framing.terms.dictionaries.delimited import write_wide
from framing.terms.dictionaries.draft import Loss, losses_table
from framing.terms.dictionaries.formats import WRITERS, find_format
from framing.terms.dictionaries.outgoing import Written
from framing.terms.dictionaries.reading import finish_draft
from framing.terms.patterns import pattern_words


def write_dictionary(lexicon: Lexicon, path: str | os.PathLike[str], *, wide: bool = False) -> pd.DataFrame:
    """Write a lexicon as a dictionary of another program, and list what has no place in it.

    Parameters
    ----------
    lexicon : Lexicon
        Any. A frame named `outer/inner` becomes a category inside another where the format knows such.
    path : path
        Ends in `.dic`, `.dicx`, `.cat`, `.ykd`, `.lc3`, `.yml`, `.yaml`, `.csv` or `.json`. Written whole or not at
        all, in UTF-8.
    wide : bool
        Of `.csv`: a column for each frame, in place of a row for each term.

    Returns
    -------
    pandas.DataFrame
        The table `losses`: `category`, `entry`, `carried` (true when the term is there, but not all that is said of
        it), `what`, `next_step`; `row` is missing throughout.

    Raises
    ------
    LexiconError
        When the suffix is unknown, or nothing of the lexicon can be written.
    TableError
        When the place cannot be written.

    Notes
    -----
    JSON holds everything; CSV all terms, masks, weights and notes. The others hold terms, and some of them weights,
    nested categories or definitions. What was written is read back, and what does not come back is listed. How a
    pattern is matched is up to the other program: whether capitals, hyphens and a final 's matter, and whether a word
    inside a longer match counts too.

    Examples
    --------
    >>> from pathlib import Path; from tempfile import mkdtemp
    >>> from framing.lexicon import Term
    >>> terms = (Term("storm", "gale*"), Term("-storm", "gale road"))
    >>> harbour = Lexicon("harbour", "1", "en", "", "", {"storm": "wind"}, terms)
    >>> file = Path(mkdtemp()) / "harbour.dic"
    >>> write_dictionary(harbour, file)[["entry", "what"]].dropna().values.tolist()
    [['gale road', 'a mask']]
    >>> print(file.read_text().expandtabs(4).rstrip())
    %
    1   storm
    %
    gale*   1
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in WRITERS or (wide and suffix not in (".csv", ".dicx")):
        known = ".csv" if wide else ", ".join(WRITERS)
        raise LexiconError(f"{path}: which format is that? End the name in {known}.")
    text, written = (write_wide if wide else WRITERS[suffix])(lexicon)
    losses = [*written.losses, *_not_back(lexicon, text, written, str(path))]
    write_whole(path, text)
    return losses_table(losses)


def _not_back(lexicon: Lexicon, text: str, written: Written, source: str) -> Iterator[Loss]:
    """A row for each term that does not come back when the text is read, such as one of a frame with an odd name."""
    head = {"name": lexicon.name, "version": lexicon.version, "language": lexicon.language}
    try:
        draft = find_format(text, Path(source).suffix.lower(), source).read(text, source)
        back, _ = finish_draft(draft, head | {"citation": "", "licence": ""}, source)
    except LexiconError:
        said = [f"{loss.entry!r}: {loss.what}" for loss in written.losses if loss.entry]
        said = said or ["it could not be read again. Give its frames plainer names."]
        raise LexiconError(all_problems(f"{source}: nothing of {lexicon.label} can be written so", said)) from None
    if list(back.frames) != [frame for frame in lexicon.frames if frame in back.frames]:
        hint = "Tables and figures would show the frames in another order."
        yield Loss(None, "", "", False, "the order of the frames", hint)
    read = {(term.frame, pattern_words(term.pattern), float(term.weight)) for term in back.terms}
    without_weight = {(frame, words) for frame, words, _ in read}
    has_no_weights = any(loss.what.startswith("weight") for loss in written.losses)
    for frame, terms in written.terms.items():
        for term in terms:
            words = pattern_words(term.pattern)
            is_there = (frame, words) in without_weight
            if is_there and (has_no_weights or (frame, words, float(term.weight)) in read):
                continue
            what = "its weight does not come back" if is_there else "it does not come back when the file is read"
            hint = "Give the frame a plainer name, or each pattern one row and a plain weight."
            yield Loss(None, frame, term.pattern, is_there, what, hint)
