"""One speech, sentence by sentence, with which outlet quoted or paraphrased it: which passages got through?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.cells import is_missing
from framing.errors import TableError
from framing.figures.labels import count, plain
from framing.figures.pages.checks import check_places, row_named
from framing.figures.pages.marks import TERM, Mark, count_unshowable, cut
from framing.figures.pages.sheet import id_of, render
from framing.schema import check_table

_TOGETHER = "all outlets"  # the lane of rows without a group


def speech_page(
    speech_id: str,
    speeches: pd.DataFrame,
    passages: pd.DataFrame,
    alignments: pd.DataFrame,
    *,
    title: str = "",
    caption: str = "",
    language: str = "en",
    fragment: bool = False,
    prefix: str = "",
    heading_level: int = 1,
) -> str:
    """Return a speech as a page: beside each sentence the outlets that took it, words quoted verbatim in bold.

    Parameters
    ----------
    speech_id : str
        The speech.
    speeches, passages, alignments : pandas.DataFrame
        The tables of that name. Other speeches may be in them.
    title, caption : str
        As for `article_page`.
    language : str
        Code of the language of the speech.
    fragment, prefix, heading_level
        As for `article_page`.

    Returns
    -------
    str
        HTML that needs no script, no other file and no network.

    Raises
    ------
    TableError
        When there is no such speech, it has no passages, a table is not what it should be, places lie outside the
        speech, or a sentence has two rows for one group.

    Notes
    -----
    There is a lane for each group of `passages`, the one that quotes most words first. Rows without a group make a lane
    only where there is no other. Words are bold that stand in a quotation of any article word for word; the numbers in
    the lanes are words of the sentence, the last row their sum.

    Examples
    --------
    >>> from framing.schema import make_table
    >>> speech = {"speech_id": ["s"], "leader": ["Edda Halvorn"], "text": ["We stay. We talk."]}
    >>> places = {"speech_id": ["s", "s"], "leader": ["Edda Halvorn"] * 2, "sentence": [0, 1], "start": [0, 9]}
    >>> taken = {"group": ["The Lantern"] * 2, "n_words_quoted": [2, 0], "taken": ["quoted", "omitted"]}
    >>> numbers = {"end": [8, 17], "n_words": [2, 2], "n_words_paraphrased": [0, 0]}
    >>> passages = make_table("passages", places | taken | numbers | {"n_articles": [1, 0], "n_groups": [1, 0]})
    >>> page = speech_page("s", make_table("speeches", speech), passages, make_table("alignments", {}))
    >>> "1 of 2 sentences is taken by no outlet" in page
    True
    """
    for table, frame in (("speeches", speeches), ("passages", passages), ("alignments", alignments)):
        check_table(frame, table)
    speech = row_named(speeches, "speech_id", speech_id, "speeches")
    lanes = _lanes_of(passages[passages["speech_id"] == speech_id], speech_id)
    taken = alignments[alignments["speech_id"] == speech_id]
    where = f"speech {speech_id!r}"
    check_places(lanes, speech["text"], "passages", where)
    check_places(taken, speech["text"], "alignments", where, end="speech_end")
    groups = _groups(lanes)
    rows = list(_rows(speech["text"], lanes, groups, _verbatim(taken)))
    content = {
        "id": id_of(prefix, "speech", speech_id),
        "summary": _summary(speech, rows),
        "language": language,
        "groups": groups,
        "rows": rows,
        "totals": [sum(row["lanes"][number]["quoted"] for row in rows) for number in range(len(groups))],
        "remarks_on_rows": list(_said(speech, rows, groups, alignments)),
        "caption": plain(caption) if caption else "",
    }
    shown = plain(title) if title else f"Which passages got through? {_named(speech)}"
    return render("speech.html.j2", content, title=shown, fragment=fragment, heading_level=heading_level)


def _lanes_of(passages: pd.DataFrame, speech_id: str) -> pd.DataFrame:
    """The rows of the groups, or those of all together where there is no group."""
    named = passages[passages["group"].notna()]
    lanes = named if len(named) else passages
    if lanes.empty:
        raise TableError(f"passages: no row is of speech {speech_id!r}. Make passages of this speech first.")
    lanes = lanes.assign(group=[plain(group) if not is_missing(group) else _TOGETHER for group in lanes["group"]])
    twice = lanes[lanes.duplicated(["sentence", "group"])]
    if len(twice):
        sentence, group = twice.iloc[0][["sentence", "group"]]
        raise TableError(f"passages: sentence {sentence} has two rows for {group!r}. Give each group one.")
    return lanes


def _groups(lanes: pd.DataFrame) -> list[str]:
    """The lanes, the one with most quoted words first."""
    quoted = lanes.groupby("group", sort=False)["n_words_quoted"].sum()
    return [str(group) for group in quoted.sort_values(ascending=False, kind="stable").index]


def _verbatim(alignments: pd.DataFrame) -> list[tuple[int, int]]:
    """Stretches of the speech that stand in a quotation word for word, those that touch as one."""
    quoted = alignments[(alignments["voice"] == "quoted") & alignments["kind"].isin(["verbatim", "differs"])]
    found: list[tuple[int, int]] = []
    for start, end in sorted((int(pair[2]), int(pair[3])) for pairs in quoted["pairs"] for pair in pairs):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _rows(
    text: str, lanes: pd.DataFrame, groups: list[str], verbatim: list[tuple[int, int]]
) -> Iterator[dict[str, Any]]:
    """Each sentence up to the next one, so that no word between them is lost, with a cell for each lane."""
    cells = {(row["sentence"], row["group"]): row for row in lanes.to_dict("records")}
    sentences = lanes.drop_duplicates("sentence").sort_values("start", kind="stable").to_dict("records")
    starts = [0, *(int(row["start"]) for row in sentences[1:]), len(text)]
    marks = [Mark(start, end, TERM, "verbatim") for start, end in verbatim]
    for number, row in enumerate(sentences):
        start, following = starts[number : number + 2]
        end = start + len(text[start:following].rstrip())
        yield {
            "number": int(row["sentence"]) + 1,
            "pieces": cut(text, start, end, marks),
            "begins": number > 0 and "\n" in text[int(sentences[number - 1]["end"]) : start],
            "n_groups": int(row["n_groups"]),
            "lanes": [_cell(cells.get((row["sentence"], group))) for group in groups],
        }


def _cell(row: dict[Any, Any] | None) -> dict[str, Any]:
    """What one group made of one sentence."""
    if row is None:
        return {"taken": "missing", "words": "none", "quoted": 0, "title": "no row of this sentence"}
    n = int(row["n_words_quoted"] if row["taken"] == "quoted" else row["n_words_paraphrased"])
    title = f"{n} of {count(row['n_words'], 'word')}, {count(row['n_articles'], 'article')}"
    return {"taken": row["taken"], "words": n, "quoted": int(row["n_words_quoted"]), "title": title}


def _named(speech: dict[str, Any]) -> str:
    """Who spoke, and when."""
    day = "" if is_missing(speech["delivered"]) else f", {speech['delivered'].day} {speech['delivered']:%B %Y}"
    return f"{plain(speech['leader'])}{day}"


def _summary(speech: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """What the page holds, in numbers."""
    title = "" if is_missing(speech["title"]) else f": {plain(speech['title'])}"
    nobody = sum(not row["n_groups"] for row in rows)
    taken = f"{nobody} of {count(len(rows), 'sentence')} {'is' if nobody == 1 else 'are'} taken by no outlet"
    return f"{_named(speech)}{title} ({plain(speech['speech_id'])}). {taken}."


def _said(
    speech: dict[str, Any], rows: list[dict[str, Any]], groups: list[str], alignments: pd.DataFrame
) -> Iterator[str]:
    """What everybody took, what matched nothing, and characters shown by a sign."""
    if len(groups) > 1:
        everybody = [str(row["number"]) for row in rows if row["n_groups"] == len(groups)]
        yield f"Taken by all {len(groups)}: {'sentence ' + ', '.join(everybody) if everybody else 'no sentence'}."
    unmatched = alignments[(alignments["leader"] == speech["leader"]) & (alignments["kind"] == "unmatched")]
    if len(unmatched):
        parts = f"{count(len(unmatched), 'part')} of this leader's remarks"
        yield f"{parts} match no passage of a speech, which says nothing of whether they were said."
    unshown = count_unshowable(speech["text"])
    if unshown:
        yield f"{count(unshown, 'character')} that cannot stand in a page, each shown as a sign (such as ␀ or �)."
