"""Text for plain files, Markdown and LaTeX: names stay names, whatever signs they hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

STYLES = ("plain", "markdown", "latex")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&^@!])")
_AT_START = re.compile(r"^(\d+)([.)])|^([-+=:])")
_BREAKS = ("Cc", "Zl", "Zp")
_TURNS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "\N{MINUS SIGN}": "$-$",
} | {sign: f"\\{sign}" for sign in "{}$&#%_"}


def escape_text(text: str, *, style: str) -> str:
    r"""Return text so that it is shown as it stands in a style; line ends and control characters become blanks.

    Parameters
    ----------
    text : str
        Text on one line.
    style : {"plain", "markdown", "latex"}
        How it will be read.

    Examples
    --------
    >>> escape_text("R&D_1 <b>", style="markdown"), escape_text("R&D_1", style="latex")
    ('R\\&D\\_1 \\<b\\>', 'R\\&D\\_1')
    """
    return _ESCAPES[style](_one_line(text))


def lay_out(opening: str, sentences: Iterable[str], closing: str, *, style: str) -> str:
    r"""Return an opening paragraph, a list and a closing paragraph in a style.

    Examples
    --------
    >>> lay_out("Two groups.", ["One found.", "None found."], "Done.", style="markdown")
    'Two groups.\n\n- One found.\n- None found.\n\nDone.'
    """
    first, last = (escape_text(paragraph, style=style) for paragraph in (opening, closing))
    lines = [escape_text(sentence, style=style) for sentence in sentences]
    match style:
        case "markdown":
            body = "\n".join(f"- {line}" for line in lines)
        case "latex":
            # Empty braces: without them a name in brackets would be taken for the label of the item.
            body = "\n".join([r"\begin{itemize}", *(rf"\item{{}} {line}" for line in lines), r"\end{itemize}"])
        case _:
            body = "\n".join(lines)
    return f"{first}\n\n{body}\n\n{last}"


def _one_line(text: str) -> str:
    """Text without line ends, control characters and signs that turn its direction."""
    shown = text.translate(_TURNS)
    return " ".join("".join(" " if unicodedata.category(sign) in _BREAKS else sign for sign in shown).split())


def _plain(text: str) -> str:
    return text


def _markdown(text: str) -> str:
    """Every sign that may begin markup is escaped, and those that make a list at the beginning of a line."""
    return _AT_START.sub(lambda found: (found[1] or "") + "\\" + (found[2] or found[3]), _MARKDOWN.sub(r"\\\1", text))


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


_ESCAPES: dict[str, Callable[[str], str]] = {"plain": _plain, "markdown": _markdown, "latex": _latex}
