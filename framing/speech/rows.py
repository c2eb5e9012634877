"""The columns of the `remarks` table: what was read in one article, as cells."""

from __future__ import annotations

from typing import Any

from framing.speech.extraction import ReadArticle, Remark
from framing.speech.places import name_places
from framing.speech.repeats import find_repeats
from framing.speech.roster import Roster


def make_columns(article: Any, roster: Roster, read: ReadArticle) -> dict[str, list[Any]]:
    """The columns of the `remarks` table for one article; spans still as tuples."""
    text, remarks = read.text, read.remarks
    places = name_places(read.passages, int(article.body_start))
    repeated = find_repeats(read)
    ids = [f"{article.article_id}-r{number:02d}" for number in range(1, len(remarks) + 1)]
    return {
        "remark_id": ids,
        "article_id": [article.article_id] * len(remarks),
        "form": [remark.form for remark in remarks],
        "content": [remark.content for remark in remarks],
        "speaker": [remark.speaker for remark in remarks],
        "leader": [_only(leaders_meant(read, remark, roster)) for remark in remarks],
        "speaker_as_printed": [text[slice(*remark.printed)] if remark.printed else None for remark in remarks],
        "speaker_start": [remark.printed[0] if remark.printed else None for remark in remarks],
        "speaker_end": [remark.printed[1] if remark.printed else None for remark in remarks],
        "embedded_speaker": [remark.embedded_speaker for remark in remarks],
        "cue": [_cue(text, remark) for remark in remarks],
        "cue_act": [_act(text, remark) for remark in remarks],
        "cue_stance": [remark.reading.word.stance or None for remark in remarks],
        "not_said": [remark.reading.negated for remark in remarks],
        "start": [remark.start for remark in remarks],
        "end": [remark.end for remark in remarks],
        "spans": [remark.spans for remark in remarks],
        "quoted_spans": [remark.quoted_spans for remark in remarks],
        "place": [places[remark.passage] for remark in remarks],
        "rule": [remark.reading.rule for remark in remarks],
        "because": [remark.because for remark in remarks],
        "repeats": [ids[repeated[number]] if number in repeated else None for number in range(len(remarks))],
    }


def _only(leaders: set[str]) -> str | None:
    """The one leader who is meant; of several, none."""
    return next(iter(leaders)) if len(leaders) == 1 else None


def _cue(text: str, remark: Remark) -> str | None:
    """The cue as printed; a bare colon is none."""
    cue = text[slice(*remark.cue)] if remark.cue else None
    return None if cue == ":" else cue


def _act(text: str, remark: Remark) -> str | None:
    """What was done by the cue; a refusal to say is one whatever its verb."""
    if remark.reading.negated and remark.cue and text[slice(*remark.cue)].lower().startswith(("declin", "refus")):
        return "refusing"
    return remark.reading.word.act or None


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
