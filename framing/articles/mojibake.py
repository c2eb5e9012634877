"""Text that was decoded with the wrong table ("â€™" for an apostrophe), put right before any offset exists."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from framing.errors import CorpusError


def repair_mojibake(text: str) -> tuple[str, int]:
    r"""Return a text with wrongly decoded characters put right, and how many of its lines that changed.

    Parameters
    ----------
    text : str
        Any text as read from a file. Do this on reading: it moves offsets.

    Returns
    -------
    str
        The text; the same where nothing was wrong. Quotation marks are not straightened, nothing is normalised.
    int
        Number of lines (what stands between two "\n") that changed.

    Raises
    ------
    CorpusError
        When the library that does it is not installed.

    Notes
    -----
    By `ftfy.fix_encoding` alone, line by line, so that one odd line does not stop the others. It puts right what can be
    decoded back with certainty. Some damage cannot: characters already replaced by "�" or "?", and texts that went
    through a Chinese code page ("鈥" where a quotation mark or dash stood, the rest of it lost). Such text stays as it
    is: look for "鈥" and "�" in `articles["text"]` and get a better copy.

    References
    ----------
    Speer, R. (2019). ftfy (version 5.5). Zenodo. https://doi.org/10.5281/zenodo.2591652

    Examples
    --------
    >>> repair_mojibake("The ferryâ€™s late.\nIt rained.")
    ('The ferry’s late.\nIt rained.', 1)
    """
    if text.isascii():
        return text, 0
    fix = _fixer()
    lines = text.split("\n")
    fixed = [line if line.isascii() else fix(line) for line in lines]
    return "\n".join(fixed), sum(before != after for before, after in zip(lines, fixed, strict=True))


@cache
def _fixer() -> Callable[[str], str]:
    """What puts one line right."""
    try:
        from ftfy import fix_encoding
    except ModuleNotFoundError:
        hint = 'Install it with: pip install "framing-toolkit[ingest]"'
        raise CorpusError(f"repairing wrongly decoded text needs the library ftfy, which is not here. {hint}") from None
    return fix_encoding
