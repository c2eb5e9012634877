"""Figures of accuracy from counts per article: per cent with one decimal, and their intervals over articles."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

FORMS = ("direct", "mixed", "indirect")
VOICES = ("quoted", "paraphrased", "narrated")
N_DRAWS, SEED = 500, 7  # the scorer's own, so that both give the same intervals
# Our names for the measures of the scorer: precision, recall and F1 of spans; shares of the spans found.
OF_SPANS = {"span": "iou", "exact": "exact", "mention": "joint", "who": "who"}
OF_FOUND = {
    "cue": "cue",
    "form": "type",
    "source": "mention",
    "name": "res_name",
    "pronoun_or_role": "res_silver",
    "he_or_she": "res_hand",
}
N_OF_FOUND = {
    "cue": "cue_n",
    "form": "type_n",
    "source": "men_n",
    "name": "res_name_n",
    "full_name": "full_name_n",
    "pronoun_or_role": "res_silver_n",
    "he_or_she": "res_hand_n",
}

# What was set beforehand: figure, least, hoped for. Leakage and the difference of the sets are to stay below.
GOALS = (
    ("span_f1", 79, 82),
    ("exact_f1", 67, 71),
    ("who_f1", 70, 75),
    ("cue", 94, 96),
    ("recall:direct", 94, 97),
    ("recall:mixed", 76, 81),
    ("recall:indirect", 69, 74),
    ("precision:direct", 91, 95),
    ("precision:mixed", 84, 87),
    ("precision:indirect", 74, 79),
    ("he_or_she", 84, 90),
    ("leakage", 9, 7),
    ("span_f1_difference", 2, 1),
    ("who_f1_difference", 2, 1),
    ("paris_found", 19, 20),
    ("paris_right_speaker", 18, 20),
    ("articles_of_500_words_per_second", 300, 600),
    ("paragraph_of_1_mb_seconds", 2, 2),
    ("marks_to_articles_per_byte", 1, 1),
)
BELOW = (
    "leakage",
    "span_f1_difference",
    "who_f1_difference",
    "paragraph_of_1_mb_seconds",
    "marks_to_articles_per_byte",
)


def summarise(score: Any, counts: dict[str, list[Counter[str]]]) -> dict[str, Any]:
    """Figures with intervals for each set of articles, and what their comparison tells."""
    totals = {name: add_up(articles) for name, articles in counts.items()}
    sets = {
        name: {"n": numbers(totals[name], len(articles)), "figures": _with_intervals(score, articles)}
        for name, articles in counts.items()
    }
    measured, tuning = (figures(score, totals[name]) for name in ("measured", "tuning"))
    differences = {name: _rounded(tuning[name] - measured[name]) for name in ("span_f1", "who_f1")}
    transferred = corrected_shares(totals["measured"], rates_of=totals["tuning"])
    return {
        "sets": sets,
        "tuning_minus_measured": differences,
        "corrected_by_rates_of_tuning": {form: _rounded(share) for form, share in transferred.items()},
    }


def add_up(articles: Iterable[Counter[str]]) -> Counter[str]:
    """The counts of articles together."""
    total: Counter[str] = Counter()
    for article in articles:
        total.update(article)
    return total


def figures(score: Any, c: Counter[str]) -> dict[str, float]:
    """All figures of one set, in per cent; not a number where nothing was counted."""
    by_scorer = score.summary(c)
    shares = {
        f"{ours}_{part}": by_scorer[theirs][place]
        for ours, theirs in OF_SPANS.items()
        for place, part in enumerate(("precision", "recall", "f1"))
    }
    shares |= {ours: by_scorer[theirs] for ours, theirs in OF_FOUND.items()}
    shares["full_name"] = _share(c["full_name_ok"], c["full_name_n"])
    shares |= {f"recall:{form}": _share(c[f"m_{form}"], c[f"g_{form}"]) for form in FORMS}
    shares |= {f"precision:{form}": _share(c[f"pm_{form}"], c[f"p_{form}"]) for form in FORMS}
    shares |= {f"right:{rule}": _share(c[f"rule_ok:{rule}"], c[f"rule_n:{rule}"]) for rule in rules_of(c)}
    percent = {name: 100 * share for name, share in shares.items()}
    return percent | _of_voices(c) | _of_forms(c)


def _of_voices(c: Counter[str]) -> dict[str, float]:
    """Rows and columns of the confusion matrix of voices, and leakage."""
    found: dict[str, float] = {}
    for one in VOICES:
        row = sum(c[f"voice:{one}:{other}"] for other in VOICES)
        column = sum(c[f"voice:{other}:{one}"] for other in VOICES)
        found |= {f"of_called:{one}:{other}": 100 * _share(c[f"voice:{one}:{other}"], row) for other in VOICES}
        found |= {f"of_true:{other}:{one}": 100 * _share(c[f"voice:{other}:{one}"], column) for other in VOICES}
    missed = sum(c[f"voice:narrated:{voice}"] for voice in VOICES[:2])
    not_said = sum(c[f"not_said:{voice}"] for voice in VOICES)
    narrated = missed + c["voice:narrated:narrated"]
    found["leakage"] = 100 * _share(missed, narrated)
    # The toolkit narrates what was not said, on purpose; coders mark it as any attribution.
    missed += not_said - c["not_said:narrated"]
    found["leakage_and_not_said"] = 100 * _share(missed, narrated + not_said)
    return found


def _of_forms(c: Counter[str]) -> dict[str, float]:
    """Shares of the forms: as found, corrected, and as coded."""
    found, coded = (sum(c[f"{kind}_{form}"] for form in FORMS) for kind in "pg")
    shares = {f"share_found:{form}": 100 * _share(c[f"p_{form}"], found) for form in FORMS}
    shares |= {f"share_corrected:{form}": share for form, share in corrected_shares(c, rates_of=c).items()}
    return shares | {f"share_coded:{form}": 100 * _share(c[f"g_{form}"], coded) for form in FORMS}


def corrected_shares(c: Counter[str], *, rates_of: Counter[str]) -> dict[str, float]:
    """Shares of the forms after n found = n * precision / recall, in per cent."""
    numbers = {form: corrected_number(c, form, rates_of=rates_of) for form in FORMS}
    return {form: 100 * _share(number, sum(numbers.values())) for form, number in numbers.items()}


def corrected_number(c: Counter[str], form: str, *, rates_of: Counter[str]) -> float:
    """The number of remarks of a form that those found stand for: n * precision / recall."""
    precision = _share(rates_of[f"pm_{form}"], rates_of[f"p_{form}"])
    recall = _share(rates_of[f"m_{form}"], rates_of[f"g_{form}"])
    return _share(c[f"p_{form}"] * precision, recall)


def rules_of(c: Counter[str]) -> list[str]:
    """The rules that found a remark that was judged, most remarks first."""
    rules = [name.removeprefix("rule_n:") for name in c if name.startswith("rule_n:") and c[name]]
    return sorted(rules, key=lambda rule: (-c[f"rule_n:{rule}"], rule))


def _with_intervals(score: Any, articles: list[Counter[str]]) -> dict[str, list[float | None]]:
    """Each figure with the ends of its 95 % interval, from draws of whole articles as the scorer makes them."""
    rng = random.Random(SEED)
    draws = [figures(score, add_up(articles[rng.randrange(len(articles))] for _ in articles)) for _ in range(N_DRAWS)]
    result = {}
    for name, value in figures(score, add_up(articles)).items():
        drawn = sorted(draw[name] for draw in draws if not math.isnan(draw.get(name, math.nan)))
        ends = (drawn[int(0.025 * len(drawn))], drawn[int(0.975 * len(drawn)) - 1]) if drawn else (math.nan,) * 2
        result[name] = [_rounded(number) for number in (value, *ends)]
    return result


def numbers(c: Counter[str], n_articles: int) -> dict[str, Any]:
    """How many articles, remarks and words the figures rest on."""
    return {
        "articles": n_articles,
        "coded": c["iou_gold"],
        "found": c["found"],
        "judged": c["iou_pred"],
        "wrong": c["iou_pred"] - c["iou_tp"],
        "coded_by_form": {form: c[f"g_{form}"] for form in FORMS},
        "judged_by_form": {form: c[f"p_{form}"] for form in FORMS},
        "corrected_by_form": {form: round(corrected_number(c, form, rates_of=c)) for form in FORMS},
        "of_found": {name: c[key] for name, key in N_OF_FOUND.items()},
        "judged_by_rule": {rule: c[f"rule_n:{rule}"] for rule in rules_of(c)},
        "right_by_rule": {rule: c[f"rule_ok:{rule}"] for rule in rules_of(c)},
        "words_called_and_true": {one: {two: c[f"voice:{one}:{two}"] for two in VOICES} for one in VOICES},
    }


def with_goals(accuracy: dict[str, Any]) -> dict[str, Any]:
    """The figures with what was set beforehand and whether it was reached, by the figures as printed."""
    known = {name: value for name, (value, *_) in accuracy["sets"]["measured"]["figures"].items()}
    known |= {f"{name}_difference": value for name, value in accuracy["tuning_minus_measured"].items()}
    known |= {f"paris_{name}": n for name, n in accuracy["paris"].items()} | accuracy["speed"]
    slower = accuracy["speed"]["articles_mb_per_second"] / accuracy["speed"]["marks_in_a_row_mb_per_second"]
    known["marks_to_articles_per_byte"] = round(slower, 1)
    goals = []
    for name, least, hoped in GOALS:
        value = known.get(name)
        sign = -1 if name in BELOW else 1
        reached = [None if value is None else sign * value >= sign * goal for goal in (least, hoped)]
        goals.append({"figure": name, "least": least, "hoped": hoped, "value": value, "reached": reached})
    return {**accuracy, "goals": goals}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _rounded(number: float) -> float | None:
    return None if math.isnan(number) else round(number, 1)
