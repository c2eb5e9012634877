"""The rows of the `remarks` table: what was read in one article, as cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from framing.speech.extraction import ReadArticle, Remark
from framing.speech.places import name_places
from framing.speech.repeats import find_repeats
from framing.speech.roster import Roster


def make_rows(article: Any, roster: Roster, read: ReadArticle) -> Iterator[dict[str, Any]]:
    """The rows of one article."""
    places = name_places(read.passages, int(article.body_start))
    repeated = find_repeats(read)
    for number, remark in enumerate(read.remarks):
        leaders = leaders_meant(read, remark, roster)
        word = remark.reading.word
        printed = remark.printed or (None, None)
        yield {
            "remark_id": _remark_id(article.article_id, number),
            "article_id": article.article_id,
            "form": remark.form,
            "content": remark.content,
            "speaker": remark.speaker,
            "leader": next(iter(leaders)) if len(leaders) == 1 else None,
            "speaker_as_printed": read.text[slice(*remark.printed)] if remark.printed else None,
            "speaker_start": printed[0],
            "speaker_end": printed[1],
            "embedded_speaker": remark.embedded_speaker,
            "cue": _cue(read.text, remark),
            "cue_act": "refusing" if remark.reading.negated and _refuses(read.text, remark) else word.act or None,
            "cue_stance": word.stance or None,
            "not_said": remark.reading.negated,
            "start": remark.start,
            "end": remark.end,
            "spans": [list(span) for span in remark.spans],
            "quoted_spans": [list(span) for span in remark.quoted_spans],
            "place": places[remark.passage],
            "rule": remark.reading.rule,
            "because": remark.because,
            "repeats": _remark_id(article.article_id, repeated[number]) if number in repeated else None,
        }


def _cue(text: str, remark: Remark) -> str | None:
    """The cue as printed; a bare colon is none."""
    cue = text[slice(*remark.cue)] if remark.cue else None
    return None if cue == ":" else cue


def _refuses(text: str, remark: Remark) -> bool:
    """Whether the cue is a refusal: "declined to say"."""
    return bool(remark.cue) and text[slice(*remark.cue)].lower().startswith(("declin", "refus"))  # type: ignore[misc]


def _remark_id(article_id: str, number: int) -> str:
    """Name of the remark with that number, counted from 0, of an article."""
    return f"{article_id}-r{number + 1:02d}"


def leaders_meant(read: ReadArticle, remark: Remark, roster: Roster) -> set[str]:
    """The leaders whom the speaker of a remark may be: by name, else by the office as printed."""
    if remark.printed and remark.source and remark.source.how == "name":
        same = roster.leader_named(read.text[slice(*remark.printed)])
        if len(same) > 1 and all(leader in read.text for leader in same):
            return same  # a surname alone, where the article names two leaders who bear it
    if remark.speaker:
        return roster.leader_named(remark.speaker)
    if remark.source and remark.source.how == "unnamed":
        whole = read.text[slice(*remark.source_span)] if remark.source_span else ""
        return roster.leaders_in_role(whole) or roster.leaders_in_role(remark.source.label)
    return set()
