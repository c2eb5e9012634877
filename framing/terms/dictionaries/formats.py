"""The formats, told apart by what stands in a file; its suffix only decides how one is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from framing.errors import LexiconError
from framing.lexicon import Lexicon
from framing.terms.dictionaries.delimited import is_delimited, read_delimited, write_long, write_wide
from framing.terms.dictionaries.draft import Draft
from framing.terms.dictionaries.json_objects import is_json, read_json, write_json
from framing.terms.dictionaries.lexicoder import is_lexicoder, read_lexicoder, write_lexicoder
from framing.terms.dictionaries.liwc import is_liwc, read_liwc, write_liwc
from framing.terms.dictionaries.outgoing import Written
from framing.terms.dictionaries.quanteda import is_yaml, read_yaml, write_yaml
from framing.terms.dictionaries.wordstat import is_wordstat, read_wordstat, write_wordstat
from framing.terms.dictionaries.xml_nodes import is_xml, read_xml, write_yoshikoder


class Format(NamedTuple):
    """One format: what it is called, how its files usually end, how it is told, read."""

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[str], bool]
    read: Callable[[str, str], Draft]


# In this order: the ones whose beginnings are plainest first.
FORMATS = (
    Format("XML of Yoshikoder or Lexicoder 2", (".ykd", ".lcd", ".xml"), is_xml, read_xml),
    Format("JSON", (".json",), is_json, read_json),
    Format("LIWC .dic", (".dic",), is_liwc, read_liwc),
    Format("WordStat .cat", (".cat",), is_wordstat, read_wordstat),
    Format("quanteda YAML", (".yml", ".yaml"), is_yaml, read_yaml),
    Format("Lexicoder .lc3", (".lc3",), is_lexicoder, read_lexicoder),
    Format("CSV", (".csv", ".tsv", ".dicx"), is_delimited, read_delimited),
)
WRITERS: dict[str, Callable[[Lexicon], tuple[str, Written]]] = {
    ".dic": write_liwc,
    ".dicx": write_wide,
    ".cat": write_wordstat,
    ".ykd": write_yoshikoder,
    ".lc3": write_lexicoder,
    ".yml": write_yaml,
    ".yaml": write_yaml,
    ".csv": write_long,
    ".json": write_json,
}


def find_format(text: str, suffix: str, source: str) -> Format:
    r"""Return the format of a text, by its content.

    Parameters
    ----------
    text : str
        The whole of it.
    suffix : str
        Of the file; it only decides about a single column, which looks like any text.
    source : str
        Name for the message.

    Raises
    ------
    LexiconError
        When it is none of them.

    Examples
    --------
    >>> find_format("%\n1\tstorm\n%\ngale\t1\n", ".txt", "harbour.txt").name
    'LIWC .dic'
    """
    found = next((each for each in FORMATS if each.recognises(text)), None)
    if found is None and suffix in FORMATS[-1].suffixes:
        return FORMATS[-1]
    if found is None:
        first = next(line for line in text.split("\n") if line.strip()).strip()
        raise LexiconError(
            f"{source} row 1: {first[:60]!r} begins no dictionary that is known. Known: LIWC .dic (a line with % "
            "first) and .dicx, WordStat .cat (terms indented by tabs, with a weight as in (1)), Yoshikoder .ykd, "
            "Lexicoder .lc3 (+ before a category) and .lcd, quanteda YAML (storm: [gale, squall]), CSV and JSON."
        )
    return found
