"""How far a lexicon is known to be right: the columns of validation.csv, and what is said of its rows.

Validity belongs to a frame, not to a list of words: people judged texts for it, or nobody did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from framing.errors import LexiconError, did_you_mean
from framing.lexicon import Lexicon

CODER_KINDS = ("human", "model", "constructed")
VALIDATION_COLUMNS = {
    "on": "which texts; what stands after a semicolon is left out of captions",
    "unit": "what was judged: article, headline, sentence, remark",
    "by": "who judged",
    "coder_kind": "human, model or constructed; only human makes a frame validated",
    "date": "when it was judged: a year or a day",
    "frame": "the frame; empty only where nobody judged a frame of its own",
    "figures": "what was found, as name and figure with semicolons between: n 107; precision 0.77; recall 0.88",
}


_JUDGED_VERSION = re.compile(r"(?:^|; )lexicon (\S+?@[^;+\s]+)")


def figure_of(row: Mapping[str, str], name: str) -> float | None:
    """Return one figure of a row of validation.csv; None when the row does not tell it.

    Examples
    --------
    >>> figure_of({"figures": "n 107; precision 0.77; precision 95% 0.70 to 0.83"}, "precision")
    0.77
    """
    found = re.search(rf"(?:^|;)\s*{re.escape(name)}\s+(\d*\.?\d+)\s*(?=;|$)", row.get("figures", ""))
    return float(found[1]) if found else None


def tell_validity(lexicon: Lexicon, frames: Iterable[str] | None = None, *, texts: str | None = None) -> str:
    """Say whether people have judged the frames of a lexicon, on what, and how often they agreed with it.

    Parameters
    ----------
    lexicon : Lexicon
        The lexicon with the rows of its validation.csv.
    frames : iterable of str, optional
        The frames that are spoken of; else all.
    texts : str, optional
        The texts that are spoken of, as validation.csv names them in `on`. It is then said when the frames were judged
        elsewhere; "" for texts that nobody judged.

    Returns
    -------
    str
        A part of a sentence. Frames that people have not judged are named. Where several frames or samples were judged
        on the same texts, precision and recall are the lowest and the highest of all of them.

    Raises
    ------
    LexiconError
        When the lexicon has no such frame.

    Examples
    --------
    >>> row = {"on": "harbour news", "coder_kind": "human", "frame": "storm", "figures": "precision 0.80; recall 0.60"}
    >>> frames = {"storm": "wind words", "trade": "words for goods"}
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", frames, (), validations=(row,))
    >>> tell_validity(weather, ["storm"], texts="")
    'validated by human coders on harbour news (precision 0.8, recall 0.6), not on these texts'
    >>> older = row | {"figures": "precision 0.80; lexicon weather@0.9"}
    >>> tell_validity(Lexicon("weather", "1.0", "en", "", "CC0-1.0", frames, (), validations=(older,)), ["storm"])
    'validated by human coders on harbour news (precision 0.8) as weather@0.9'
    >>> tell_validity(weather)
    'validated by human coders on harbour news (precision 0.8, recall 0.6); not validated: trade'
    """
    shown = list(lexicon.frames) if frames is None else list(dict.fromkeys(frames))
    for frame in shown:
        if frame not in lexicon.frames:
            raise LexiconError(f"lexicon {lexicon.name!r} has no frame {frame!r}.{did_you_mean(frame, lexicon.frames)}")
    judged: dict[str, list[Mapping[str, str]]] = {}
    for row in lexicon.validations:
        if row.get("coder_kind") == "human" and row.get("frame") in shown:
            judged.setdefault(_name_of_texts(row), []).append(row)
    if not judged:
        return "not validated"
    here = None if texts is None else texts.partition(";")[0].strip()
    places = [
        ("these texts" if on == here else on) + _figures_of(rows) + _of_another_version(rows, lexicon)
        for on, rows in judged.items()
    ]
    elsewhere = ", not on these texts" if here is not None and here not in judged else ""
    left = [lexicon.frame_label(frame) for frame in shown if frame not in lexicon.validated_frames]
    not_judged = f"; not validated: {'; '.join(left)}" if left else ""
    return f"validated by human coders on {' and '.join(places)}{elsewhere}{not_judged}"


def _of_another_version(rows: Iterable[Mapping[str, str]], lexicon: Lexicon) -> str:
    """Which versions of the lexicon were judged, where these are others."""
    judged = {found[1] for row in rows if (found := _JUDGED_VERSION.search(row.get("figures", "")))}
    others = sorted(judged - {f"{lexicon.name}@{lexicon.version}"})
    return f" as {' and '.join(others)}" if others else ""


def _name_of_texts(row: Mapping[str, str]) -> str:
    """The texts of a row, without what is said of them after a semicolon."""
    return row.get("on", "").partition(";")[0].strip() or "texts not named"


def _figures_of(rows: Iterable[Mapping[str, str]]) -> str:
    """Lowest and highest precision and recall of some rows, in brackets."""
    told = []
    for name in ("precision", "recall"):
        known = sorted(figure for row in rows if (figure := figure_of(row, name)) is not None)
        if known:
            told.append(f"{name} {known[0]:g}" + (f" to {known[-1]:g}" if known[-1] > known[0] else ""))
    return f" ({', '.join(told)})" if told else ""
