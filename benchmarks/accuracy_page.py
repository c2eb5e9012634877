"""The tables of docs/accuracy.md, between marker comments, from the figures of docs/accuracy.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from benchmarks.accuracy_figures import FORMS, VOICES

# From one comment to the next end, without another beginning in between.
PLACE = re.compile(r"^<!-- table: (\S+) -->\n(?:(?!<!--).*\n)*<!-- end -->$", re.MULTILINE)
# Newell, Margolin & Ruths 2018: what one coder reaches, scored against another.
TWO_HUMANS = {"span_f1": 84.4, "exact_f1": 76.7, "who_f1": 79.7, "cue": 98.5}
FEW = 20  # below, a rule has its share of right remarks and no interval: too few articles hold one
MEASURES = {
    "span_precision": "span, half of the words shared: precision",
    "span_recall": "span: recall",
    "span_f1": "span: F1",
    "exact_f1": "span to the word: F1",
    "mention_f1": "span and the words that name the source: F1",
    "who_f1": "span and person: F1",
    "source": "words that name the source, of the spans found",
    "cue": "cue, of the spans found",
    "form": "form, of the spans found",
}
NAMES = {
    "name": "resolved: name, by surname at least",
    "full_name": "resolved: name, every word of a full name",
    "pronoun_or_role": "resolved: pronoun/nominal, truth by machine",
    "he_or_she": "resolved: he and she, checked by hand",
}
EXAMPLES = {
    "phrase": "called for a pump",
    "clause": "said the dam holds",
    "closing-mark": '"...," Cole said',
    "that": "said that the dam holds",
    "before-verb": '"...," said Cole',
    "quotation": 'read "..."',
    "before-source": "The dam holds, Cole said",
    "unclaimed-long": "a long quotation without cue",
    "signed": '"..." (Ada Cole)',
    "infinitive": "promised to inspect it",
    "question": "asked whether it leaked",
    "according-behind": "..., according to two growers",
    "around": "The well, Cole said, is dry",
    "carrier": "issued a warning about the ice",
    "noun": "her claim that the pump works",
    "colon": 'Cole said: "..."',
    "according-front": "According to the almanac, ...",
    "floating": "a quotation without cue beside another",
    "passive": "was criticised by Cole",
    "around-all": "Cole explained how it broke, aides said",
    "unknown-verb": '"..." beamed Cole',
    "headline-colon": "Brandt: Dam Will Hold",
    "headline-quote": "'...': Brandt rallies the crew",
    "next-quotation": 'Brandt agreed. "..."',
    "asked-about": "Asked about the dam, Brandt said it holds",
    "label-colon": "BRANDT: It holds.",
    "verb-first": 'Said Cole: "..."',
}
GOALS = {
    **MEASURES,
    **NAMES,
    **{f"{what}:{form}": f"{what}, {form}" for what in ("recall", "precision") for form in FORMS},
    "leakage": "leakage, at most",
    "span_f1_difference": "tuning minus measured, span F1, at most",
    "who_f1_difference": "tuning minus measured, span and person F1, at most",
    "paris_found": "remarks of `corpus/paris-2025` found, of 20",
    "paris_right_speaker": "of these with the right speaker",
    "articles_of_500_words_per_second": "articles of 500 words a second",
    "paragraph_of_1_mb_seconds": "seconds for 1 MB in one paragraph, at most",
    "marks_to_articles_per_byte": "10,000 marks in a row, time per byte to that of articles, at most",
}


def as_json(accuracy: dict[str, Any]) -> str:
    """The figures as JSON, a list to a line."""
    laid_out = json.dumps(accuracy, indent=1, ensure_ascii=False)
    return re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda match: "[" + re.sub(r"\s+", " ", match[1]) + "]", laid_out) + "\n"


def fill_page(page: str, accuracy: dict[str, Any]) -> str:
    """The page with each table between its two comments; every table must have its place and every place its table."""
    made = tables(accuracy)
    places = PLACE.findall(page)
    if sorted(places) != sorted(made):
        raise ValueError(f"The page has places for the tables {sorted(places)}, and there are {sorted(made)}.")
    return PLACE.sub(lambda place: f"<!-- table: {place[1]} -->\n{made[place[1]]}\n<!-- end -->", page)


def tables(accuracy: dict[str, Any]) -> dict[str, str]:
    """All tables, by the name of their place in the page."""
    measured, tuning = accuracy["sets"]["measured"], accuracy["sets"]["tuning"]
    return {
        "articles": _articles(measured, tuning),
        "goals": _goals(accuracy["goals"]),
        "measures": _measures(measured, tuning),
        "names": _names(measured, tuning),
        "forms": _forms(measured, tuning),
        "rules": _rules(measured),
        "called": _voices_by_called(measured),
        "true": _voices_by_truth(measured),
        "leakage": _leakage(measured, tuning),
        "shares": _shares(measured, accuracy["corrected_by_rates_of_tuning"]),
        "speed": _speed(accuracy["speed"]),
    }


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    lines = [list(head), *(list(map(str, row)) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _interval(figure: list[float | None]) -> str:
    return "" if figure[1] is None else f"[{figure[1]}, {figure[2]}]"


def _with_interval(figure: list[float | None]) -> str:
    return "" if figure[0] is None else f"{figure[0]} {_interval(figure)}"


def _articles(measured: dict[str, Any], tuning: dict[str, Any]) -> str:
    labels = {
        "articles": "articles",
        "coded": "attributions coded by people",
        "found": "remarks found",
        "judged": "of these judged",
        "wrong": "of these wrong",
    }
    rows = ([label, f"{measured['n'][name]:,}", f"{tuning['n'][name]:,}"] for name, label in labels.items())
    return _table(["", "measured articles", "tuning articles"], rows)


def _goals(goals: list[dict[str, Any]]) -> str:
    answers = {True: "yes", False: "**no**", None: "not measured"}
    rows = []
    for goal in goals:
        value = "" if goal["value"] is None else f"{goal['value']:g}"
        least, hope = (answers[reached] for reached in goal["reached"])
        rows.append([GOALS[goal["figure"]], goal["least"], goal["hoped"], value, least, hope])
    return _table(["measure", "least", "hoped for", "reached", "least reached", "hope reached"], rows)


def _measures(measured: dict[str, Any], tuning: dict[str, Any]) -> str:
    rows = (
        [
            label,
            *(_with_interval(articles["figures"][name]) for articles in (measured, tuning)),
            TWO_HUMANS.get(name, ""),
        ]
        for name, label in MEASURES.items()
    )
    return _table(["measure", "measured articles", "tuning articles", "two humans"], rows)


def _names(measured: dict[str, Any], tuning: dict[str, Any]) -> str:
    rows = (
        [label, *(cell for one in (measured, tuning) for cell in (one["n"]["of_found"][name],
                                                                  _with_interval(one["figures"][name])))]
        for name, label in NAMES.items()
    )  # fmt: skip
    return _table(["of the spans found", "n", "measured articles", "n", "tuning articles"], rows)


def _forms(measured: dict[str, Any], tuning: dict[str, Any]) -> str:
    rows = []
    for form in FORMS:
        recall, precision = (measured["figures"][f"{what}:{form}"] for what in ("recall", "precision"))
        others = (_with_interval(tuning["figures"][f"{what}:{form}"]) for what in ("recall", "precision"))
        rows.append([form, recall[0], _interval(recall), precision[0], _interval(precision), *others])
    return _table(["form", "recall", "95 %", "precision", "95 %", "recall, tuning", "precision, tuning"], rows)


def _rules(measured: dict[str, Any]) -> str:
    n = measured["n"]
    rows = []
    for rule, judged in n["judged_by_rule"].items():
        wrong = judged - n["right_by_rule"][rule]
        right, *_ = figure = measured["figures"][f"right:{rule}"]
        rows.append([f"`{rule}`", EXAMPLES.get(rule, ""), judged, right, _interval(figure) if judged >= FEW else "",
                     round(100 * wrong / n["wrong"], 1)])  # fmt: skip
    return _table(["rule", "as in", "n", "right %", "95 %", "% of all that is wrong"], rows)


def _voices_by_called(measured: dict[str, Any]) -> str:
    """Of the words called so, how many are what in truth: rows add up to 100."""
    words = measured["n"]["words_called_and_true"]
    rows = (
        [
            f"called {called}",
            f"{sum(words[called].values()):,}",
            *(measured["figures"][f"of_called:{called}:{true}"][0] for true in VOICES),
        ]
        for called in VOICES
    )
    return _table(["of the words", "n", *(f"are {voice} in truth, %" for voice in VOICES)], rows)


def _voices_by_truth(measured: dict[str, Any]) -> str:
    """Of the words that are so in truth, how many are called what: columns add up to 100."""
    words = measured["n"]["words_called_and_true"]
    rows = [
        [f"called {called}, %", *(measured["figures"][f"of_true:{called}:{true}"][0] for true in VOICES)]
        for called in VOICES
    ]
    rows.append(["n", *(f"{sum(words[called][true] for called in VOICES):,}" for true in VOICES)])
    return _table(["of the words", *(f"{voice} in truth" for voice in VOICES)], rows)


def _leakage(measured: dict[str, Any], tuning: dict[str, Any]) -> str:
    figures = measured["figures"]
    return (
        f"**Leakage**: {figures['leakage'][0]} % {_interval(figures['leakage'])} of the words called narrated are "
        f"reported speech that was missed (tuning articles: {_with_interval(tuning['figures']['leakage'])}).\n"
        f"With the words of what was not said, which the toolkit narrates on purpose and the coders mark as any "
        f"attribution: {_with_interval(figures['leakage_and_not_said'])}."
    )


def _shares(measured: dict[str, Any], transferred: dict[str, float]) -> str:
    n, figures = measured["n"], measured["figures"]
    rows = (
        [
            form,
            n["judged_by_form"][form],
            _with_interval(figures[f"share_found:{form}"]),
            n["corrected_by_form"][form],
            _with_interval(figures[f"share_corrected:{form}"]),
            transferred[form],
            n["coded_by_form"][form],
            _with_interval(figures[f"share_coded:{form}"]),
        ]
        for form in FORMS
    )
    head = ["form", "n found", "raw %", "n corrected", "corrected %", "corrected with the tuning articles' rates, %"]
    return _table([*head, "n coded", "coded %"], rows)


def _speed(speed: dict[str, float]) -> str:
    labels = {
        "articles_of_500_words_per_second": "measured articles: articles of 500 words a second",
        "articles_mb_per_second": "measured articles: MB a second",
        "paragraph_of_half_a_mb_seconds": "0.5 MB in one paragraph: seconds",
        "paragraph_of_1_mb_seconds": "1 MB in one paragraph: seconds",
        "paragraph_of_1_mb_mostly_speech_seconds": "1 MB in one paragraph, two of three sentences speech: seconds",
        "marks_in_a_row_mb_per_second": "10,000 quotation marks in a row: MB a second",
    }
    return _table(["one core", ""], ([label, f"{speed[name]:g}"] for name, label in labels.items()))
