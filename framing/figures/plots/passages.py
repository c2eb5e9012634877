"""The speech as a strip: which of its passages did each outlet quote, and which did nobody take?"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from framing.errors import TableError, did_you_mean
from framing.figures.checks import need_columns, need_once, need_rows
from framing.figures.drawing import (
    GREY,
    INK,
    MARGIN,
    PALE,
    Sheet,
    fix_ticks,
    in_house_style,
    open_sheet,
    sheet_width,
)
from framing.figures.keys import draw_block_key
from framing.figures.labels import (
    SIZE,
    SMALL,
    count,
    label_with_n,
    line_height,
    plain,
    shorten,
    spread,
    start_of,
    text_width,
    told,
)
from framing.figures.speeches import LOOKS, TAKEN, Lanes, Speech, lanes_of, n_taken, ticks_of, written_out

HEAD, AXIS = 0.24, 0.42  # inches above the strip for the key, and below the lanes for the axis
LANE, STRIP, TICKS = 0.2, 0.17, 0.16  # inches: a whole sentence in a lane; the speech; the ticks of a frame
LETTERS, LETTER = 0.24, 0.13  # inches: the line of letters above the speech, and the room of one
LINE = 0.16  # inches of a passage that is written out
SHADES = ("#FFFFFF", "#D5D5D5", "#8A8A8A", INK)  # of the speech: taken by nobody, by some, by most, by everybody
WHO = ("nobody", "some", "half or more", "everybody")


@in_house_style
def plot_passages(
    passages: pd.DataFrame,
    *,
    frames: pd.DataFrame | None = None,
    quotes: pd.DataFrame | None = None,
    title: str = "",
    caption: str = "",
    alt: str | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw one speech as a strip of its sentences, with a lane per outlet for what it quoted and paraphrased.

    Parameters
    ----------
    passages : pandas.DataFrame
        Table `passages` of one speech; rows without a group, all outlets together, become the last lane.
    frames : pandas.DataFrame, optional
        One row per frame and sentence with a term of it: `frame`, `sentence`; other speeches (`speech_id`) are left
        out. Each frame is a line of ticks under the speech.
    quotes : pandas.DataFrame, optional
        Sentences that are written out below, with a letter where they stand: `sentence`, `words_shown`.
    title, caption, alt, ax
        As for `plot_frame_matrix`.

    Returns
    -------
    matplotlib.figure.Figure
        With its alt text as `framing_alt`.

    Raises
    ------
    TableError
        When a column or all rows are missing, the passages come from more than one speech, a group has a sentence
        twice, or a sentence of `frames` or `quotes` is not one of the speech.

    Notes
    -----
    A sentence is as wide as it has words. The block in a lane is as high as the share of these words that the outlet
    took: full where it quoted, hatched where it paraphrased; where in the sentence they stand is not shown. Sentences
    of the speech are the darker, the more outlets took them: white is nobody, black everybody. Outlets stand in the
    order of the words that they quote.

    Examples
    --------
    >>> import pandas as pd
    >>> passages = pd.DataFrame({"speech_id": ["s1"] * 2, "leader": ["Ada"] * 2, "sentence": [0, 1], "n_words": [9, 4],
    ...     "group": ["Bell"] * 2, "n_words_quoted": [0, 4], "n_words_paraphrased": [0, 0],
    ...     "taken": ["omitted", "quoted"], "n_groups": [0, 1]})
    >>> plot_passages(passages).framing_alt
    'Speech of Ada, 2 sentences, 13 words: 1 taken by everybody, 1 by nobody. Bell: 1 quoted, 0 paraphrased.'
    """
    what = "plot_passages"
    columns = ("speech_id", "leader", "sentence", "n_words", "group", "n_words_quoted", "n_words_paraphrased")
    need_columns(passages, [*columns, "taken", "n_groups"], what)
    need_rows(passages, what)
    speeches = passages["speech_id"].drop_duplicates()
    if len(speeches) > 1:
        named = told((repr(plain(name)) for name in speeches), most=3, separator=", ")
        raise TableError(f"{what}: the passages come from {len(speeches)} speeches ({named}); a strip shows one.")
    need_once(passages, ["group", "sentence"], what, "Give every group and sentence one row.")
    unknown = [taken for taken in passages["taken"] if taken not in TAKEN]
    if unknown:
        raise TableError(f"{what}: taken {unknown[0]!r} cannot be drawn.{did_you_mean(str(unknown[0]), TAKEN)}")
    speech = Speech.of(passages)
    ticks, letters = ticks_of(frames, speech, plain(speeches.iloc[0]), what), written_out(quotes, speech, what)
    lanes = lanes_of(passages)
    words = {"title": title, "caption": caption, "alt": _describe(speech, lanes, ticks) if alt is None else alt}
    return _draw(speech, lanes, ticks, letters, ax, words)


def _describe(speech: Speech, lanes: Lanes, ticks: dict[str, list[int]]) -> str:
    """The strip in words."""
    size = f"{count(len(speech.places), 'sentence')}, {count(speech.n_words, 'word')}"
    by = f": {speech.taken_by(3)} taken by everybody, {speech.taken_by(0)} by nobody" if speech.n_groups else ""
    described = [f"{name}: {n_taken(lane)}" for name, lane in lanes.items()]
    described += [f"{name} has terms in {count(len({*of}), 'sentence')}" for name, of in ticks.items()]
    return f"Speech of {speech.leader}, {size}{by}. {told(described)}."


def _draw(
    speech: Speech,
    lanes: Lanes,
    ticks: dict[str, list[int]],
    letters: dict[int, str],
    ax: Axes | None,
    words: dict[str, str],
) -> Figure:
    """The speech, ticks of frames, lanes, and the passages written out, from top to bottom."""
    room = sheet_width(ax) - 2 * MARGIN
    most = room * 0.3
    size = f"{count(len(speech.places), 'sentence')}, {count(speech.n_words, 'word')}"
    labels = [label_with_n(speech.leader, size, most), *(shorten(name, most, SMALL) for name in ticks)]
    labels += [label_with_n(name, n_taken(lane), most) for name, lane in lanes.items()]
    heights = [max(line_height(label.split("\n"), SIZE), LANE) + 0.07 for label in labels]
    heights[1 : 1 + len(ticks)] = [TICKS] * len(ticks)
    left = max(text_width(line, SIZE) for label in labels for line in label.split("\n")) + 0.1
    above = HEAD + (LETTERS if letters else 0.02)
    below = len(letters) * LINE + 0.06 if letters else 0.0
    sheet = open_sheet(ax, above + sum(heights) + AXIS + below, **words)
    top, wide = sheet.top + above, room - left - 0.1
    panel = sheet.panel(MARGIN + left, top, wide, sum(heights))
    panel.set_xlim(0, max(speech.n_words, 1))
    panel.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True))
    fix_ticks(panel)
    panel.set_xlabel(
        shorten("words of the speech; height of a block: share of the sentence's words", wide + left, 7.5), loc="right"
    )
    y, middles = 0.0, []
    for place, (label, height) in enumerate(zip(labels, heights, strict=True)):
        small = {"fontsize": SMALL, "color": GREY} if 1 <= place <= len(ticks) else {}
        sheet.text(MARGIN + left - 0.08, top + y + height / 2, label, ha="right", **small)
        middles.append(y + height / 2)
        y += height
    _draw_speech(panel, speech, middles[0], sum(heights))
    for middle, of in zip(middles[1:], ticks.values(), strict=False):
        _draw_ticks(panel, [sum(speech.places[sentence]) / 2 for sentence in of], middle)
    for middle, lane in zip(middles[1 + len(ticks) :], lanes.values(), strict=True):
        _draw_lane(panel, speech, lane, middle)
    if letters:
        _draw_letters(sheet, speech, [*letters], (MARGIN + left, top, wide))
        _write_out(sheet, speech, letters, room)
    _key(sheet, speech, lanes)
    return sheet.figure


def _draw_speech(panel: Axes, speech: Speech, y: float, bottom: float) -> None:
    """The sentences of the speech; a pale band goes down from those that everybody took."""
    for sentence, (start, end) in speech.places.items():
        who = speech.who(sentence)
        look: dict[str, Any] = {"facecolor": SHADES[who], "edgecolor": GREY, "linewidth": 0.4}
        panel.add_patch(Rectangle((start, y - STRIP / 2), end - start, STRIP, zorder=2, clip_on=False, **look))
        if who == 3:
            band: dict[str, Any] = {"facecolor": "#EEEEEE", "edgecolor": "none", "zorder": 0}
            panel.add_patch(Rectangle((start, y), end - start, bottom - y, **band))


def _draw_ticks(panel: Axes, places: list[float], y: float) -> None:
    """A tick in the middle of each sentence with a term."""
    panel.plot(places, [y] * len(places), "|", color=INK, markersize=5, markeredgewidth=1.0)


def _draw_lane(panel: Axes, speech: Speech, lane: list[dict[Any, Any]], y: float) -> None:
    """What one group took: as high as the share of the sentence's words, the quoted ones below."""
    bottom = y + LANE / 2
    panel.plot([0, speech.n_words], [bottom, bottom], color=PALE, linewidth=0.6, zorder=1)
    for row in lane:
        start, end = speech.places[int(row["sentence"])]
        foot = bottom
        for taken in TAKEN[:2]:
            share = min(row[f"n_words_{taken}"] / max(end - start, 1), 1.0)
            high = max(share * LANE, 0.03) if share else 0.0
            if high:
                high = min(high, LANE - (bottom - foot))
                place = ((start, foot - high), end - start, high)
                panel.add_patch(Rectangle(*place, zorder=2, clip_on=False, **LOOKS[taken]))
                foot -= high


def _draw_letters(sheet: Sheet, speech: Speech, sentences: list[int], place: tuple[float, float, float]) -> None:
    """A letter above each sentence that is written out, with a line down to it."""
    left, top, wide = place
    panel = sheet.blank_panel(left, top - LETTERS, wide, LETTERS)
    middles = [sum(speech.places[sentence]) / 2 / max(speech.n_words, 1) * wide for sentence in sentences]
    for number, (middle, x) in enumerate(zip(middles, spread(middles, LETTER, wide + LETTER / 2), strict=True)):
        panel.text(x, 0.06, _letter(number), fontsize=SMALL, weight="bold", ha="center", va="center")
        panel.plot([x, middle, middle], [0.12, 0.2, LETTERS + 0.04], color=GREY, linewidth=0.5, clip_on=False)


def _letter(number: int) -> str:
    return chr(ord("a") + number)


def _write_out(sheet: Sheet, speech: Speech, letters: dict[int, str], room: float) -> None:
    """The passages with letters, one line each, and how many took them."""
    y = sheet.bottom - len(letters) * LINE
    for number, (sentence, text) in enumerate(letters.items()):
        took = f"{speech.takers[sentence]} of {speech.n_groups}"
        beside = text_width(took, SMALL) + 0.1
        sheet.text(MARGIN, y + LINE / 2, _letter(number), fontsize=SMALL, weight="bold")
        sheet.text(MARGIN + 0.14, y + LINE / 2, took, fontsize=SMALL, color=GREY)
        words = start_of(text, room - 0.14 - beside, SMALL)
        sheet.text(MARGIN + 0.14 + beside, y + LINE / 2, words, fontsize=SMALL)
        y += LINE


def _key(sheet: Sheet, speech: Speech, lanes: Lanes) -> None:
    """What blocks and greys mean: of the kinds that occur."""
    rows = [row for lane in lanes.values() for row in lane]
    items: list[tuple[str, dict[str, Any] | None]] = [
        (taken, LOOKS[taken]) for taken in TAKEN[:2] if any(row[f"n_words_{taken}"] for row in rows)
    ]
    if speech.n_groups:
        items.append(("the speech: taken by", None))
        greys = sorted({speech.who(sentence) for sentence in speech.places})
        items += [(WHO[who], {"facecolor": SHADES[who], "edgecolor": GREY, "linewidth": 0.4}) for who in greys]
    draw_block_key(sheet, MARGIN, sheet.top + 0.09, items)
