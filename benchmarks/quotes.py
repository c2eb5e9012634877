"""Measure the extraction of remarks on human-coded articles, where they are at hand.

    python benchmarks/quotes.py [--write] [--predictions FOLDER]

Prints the tables of docs/accuracy.md. `--write` puts them there and the numbers into docs/accuracy.json.
`--predictions` saves what was found, one file for each set of articles, as the scorer reads it.

The articles are no part of this project. They are looked for in the folder of the variable QUOTES_DATA, else in
`shared/bench/quotes` beside the project: `score.py` and `data/`. Without them there is nothing to measure.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy_figures import summarise, with_goals
from benchmarks.accuracy_page import as_json, fill_page, tables
from framing import articles_from_records, extract_remarks, find_quotations, read_leaders, read_remarks
from framing.speech.extraction import ReadArticle, read_article
from framing.text import words

SETS = {"measured": "polnear_dev", "tuning": "polnear_train"}
VIEW = "speech"  # beliefs and wishes are neither asked for nor held against the extraction
PAGE, NUMBERS = ROOT / "docs" / "accuracy.md", ROOT / "docs" / "accuracy.json"
# Invented. The first has somewhat more remarks for its length than news has, the second five times as many.
AS_IN_NEWS = (
    "Ada Brook, the mayor, said that the dam holds. The boats stayed in the harbour until the evening, and nobody went "
    'out. Rain fell on the town and on the hills behind it for nine days. "It rained," she said. The road along the '
    "river was closed on Monday. Two bridges were under water by noon, and the school was shut. "
)
MOSTLY_SPEECH = (
    'Ada Brook, the mayor, said that the dam holds. "It rained," she said. The boats stayed in the harbour. '
)


def benchmark_folder() -> Path:
    """The folder with the scorer and the articles."""
    return Path(os.environ.get("QUOTES_DATA", ROOT.parent / "shared" / "bench" / "quotes"))


def load_scorer(folder: Path) -> Any:
    """The scorer, as a module."""
    sys.path.insert(0, str(folder))
    return importlib.import_module("score")


def read_set(folder: Path, name: str) -> list[dict[str, Any]]:
    """The articles of a set, as people coded them."""
    lines = (folder / "data" / f"{SETS[name]}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def predict(read: ReadArticle) -> list[dict[str, Any]]:
    """The remarks of an article as the scorer reads them."""
    lines = []
    for remark in read.remarks:
        line: dict[str, Any] = {
            "start": remark.start,
            "end": remark.end,
            "spans": remark.spans,
            "type": remark.form,
            "cue": read.text[slice(*remark.cue)] if remark.cue else "",
            "speaker": remark.speaker or (remark.source.label if remark.source else ""),
            "rule": remark.reading.rule,
        }
        if remark.source_span:
            line["speaker_start"], line["speaker_end"] = remark.source_span
            line["speaker_mention"] = read.text[slice(*remark.source_span)]
        lines.append(line)
    return lines


def count_article(score: Any, coded: dict[str, Any]) -> Counter[str]:
    """Everything that is counted in one article; articles are added up, or drawn."""
    read = read_article(coded["text"])
    found = predict(read)
    counts: Counter[str] = score.score_doc(coded, found, VIEW)[0]
    counts.update(_by_rule(score, coded, found))
    counts.update(_by_voice(score, coded, read))
    counts["found"] = len(found)
    return counts


def _by_rule(score: Any, coded: dict[str, Any], found: list[dict[str, Any]]) -> Counter[str]:
    """Remarks judged and right per rule, and names that are there in full.

    The scorer counts per form and accepts a surname: it is asked again with rules for forms, and of the names that
    people coded with several words wants every word.
    """
    rules = {line["rule"] for line in found}
    told = [{**line, "type": line["rule"]} for line in found]
    asked = [
        quote if len(score.strip_name(quote["canonical"] or "")) > 1 else {**quote, "canonical": None}
        for quote in coded["quotes"]
    ]

    def every_word(ours: str, theirs: str) -> bool:
        return set(score.strip_name(theirs)) <= set(score.strip_name(ours))

    with patch.object(score, "TYPES", rules), patch.object(score, "same_speaker", every_word):
        counts = score.score_doc({**coded, "quotes": asked}, told, VIEW)[0]
    ours = Counter({"full_name_n": counts["res_name_n"], "full_name_ok": counts["res_name_ok"]})
    for rule in rules:
        ours[f"rule_n:{rule}"], ours[f"rule_ok:{rule}"] = counts[f"p_{rule}"], counts[f"pm_{rule}"]
    return ours


def _by_voice(score: Any, coded: dict[str, Any], read: ReadArticle) -> Counter[str]:
    """Words by the voice they were called and the voice they have in truth; apart, what was found as not said."""
    doc = score.Doc(coded["text"])
    truth, left_out = _voices_in_truth(score, coded, doc)
    said = [remark for remark in read.remarks if not remark.reading.negated]
    content, quoted = _words_of(doc, said, "spans"), _words_of(doc, said, "quoted_spans")
    not_said = _words_of(doc, read.remarks, "spans") - content
    quoted |= _words_of(doc, read.remarks, "quoted_spans") & not_said
    counts: Counter[str] = Counter()
    for number in set(range(len(doc.toks))) - left_out:
        inside = "quoted" if number in quoted else "paraphrased"
        called = inside if number in content or number in not_said else "narrated"
        counts[f"voice:{called}:{truth.get(number, 'narrated')}"] += 1
        counts[f"not_said:{truth.get(number, 'narrated')}"] += number in not_said
    return counts


def _words_of(doc: Any, remarks: list[Any], which: str) -> set[int]:
    """Numbers of the words in the spans of remarks."""
    return {number for remark in remarks for number in doc.tokens(getattr(remark, which), False)}


def _voices_in_truth(score: Any, coded: dict[str, Any], doc: Any) -> tuple[dict[int, str], set[int]]:
    """Voices of the words of coded speech, and the words about which the coding says nothing.

    Whole remarks are quoted or paraphrased as coded; inside mixed ones the marks tell, as this project pairs them.
    """
    marked = doc.tokens(list(find_quotations(coded["text"])[["start", "end"]].itertuples(index=False)), False)
    truth: dict[int, str] = {}
    undecided: set[int] = set()
    for quote in coded["quotes"]:
        inside = doc.tokens([tuple(span) for span in quote["spans"]])
        if not score.in_view(quote, VIEW):
            undecided |= inside
            continue
        for number in inside:
            quoted = quote["type"] == "direct" or (quote["type"] == "mixed" and number in marked)
            if truth.get(number) != "quoted":
                truth[number] = "quoted" if quoted else "paraphrased"
    no_text = doc.tokens([tuple(span) for span in coded.get("ignore", [])], False)
    return truth, (undecided - truth.keys()) | no_text


def measure_paris(score: Any, article: Path) -> dict[str, int]:
    """How many remarks of the Paris article are found, with the right speaker; nothing where its text is absent."""
    if not article.exists():
        return {}
    told = {"text": article.read_text(encoding="utf-8"), "published": "2025-02-17"}
    articles = articles_from_records([told], source="paris")
    by_hand = read_remarks(ROOT / "corpus" / "paris-2025" / "remarks.csv")
    found = extract_remarks(articles, read_leaders(ROOT / "corpus" / "leaders.csv"))
    doc = score.Doc(articles["text"].iloc[0])
    true, ours = ([doc.tokens(spans) for spans in remarks["spans"]] for remarks in (by_hand, found))
    pairs = score.greedy(true, ours, 0.5)
    right = sum(by_hand["speaker"].iloc[i] == found["speaker"].iloc[j] for i, j in pairs)
    return {"by_hand": len(by_hand), "extracted": len(found), "found": len(pairs), "right_speaker": right}


def measure_speed(coded: list[dict[str, Any]]) -> dict[str, float]:
    """Time on one core, from texts to the table of remarks; two digits, since machines differ by more."""
    texts = [article["text"] for article in coded]
    n_words, n_characters = sum(len(words(text)) for text in texts), sum(map(len, texts))
    seconds = _seconds(texts)
    speed = {
        "articles_of_500_words_per_second": n_words / 500 / seconds,
        "articles_mb_per_second": n_characters / 1e6 / seconds,
        "paragraph_of_half_a_mb_seconds": _seconds([AS_IN_NEWS * (500_000 // len(AS_IN_NEWS))]),
        "paragraph_of_1_mb_seconds": _seconds([AS_IN_NEWS * (1_000_000 // len(AS_IN_NEWS))]),
        "paragraph_of_1_mb_mostly_speech_seconds": _seconds([MOSTLY_SPEECH * (1_000_000 // len(MOSTLY_SPEECH))]),
        "marks_in_a_row_mb_per_second": 0.01 / _seconds(['"' * 10_000]),
    }
    return {name: float(f"{figure:.2g}") for name, figure in speed.items()}


def _seconds(texts: list[str]) -> float:
    """The best of three times to extract the remarks of texts."""
    articles = articles_from_records([{"text": text} for text in texts], source="speed")
    times = []
    for _ in range(3):
        started = time.process_time()
        extract_remarks(articles)
        times.append(time.process_time() - started)
    return min(times)


def measure(folder: Path) -> dict[str, Any]:
    """All figures of docs/accuracy.json."""
    score = load_scorer(folder)
    coded = {name: read_set(folder, name) for name in SETS}
    counts = {name: [count_article(score, article) for article in articles] for name, articles in coded.items()}
    accuracy = summarise(score, counts)
    accuracy["paris"] = measure_paris(score, folder.parents[1] / "article.txt")
    accuracy["speed"] = measure_speed(coded["measured"])
    return with_goals(accuracy)


def save_predictions(source: Path, folder: Path) -> None:
    """One line of JSON per article and set, for the scorer's own command line."""
    for name, split in SETS.items():
        lines = [
            json.dumps({"doc_id": article["doc_id"], "quotes": predict(read_article(article["text"]))})
            for article in read_set(source, name)
        ]
        (folder / f"{split}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Measure, print the tables, and write them when asked to."""
    parser = argparse.ArgumentParser(description="Measure the extraction of remarks on human-coded articles.")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.json and the tables of the page")
    parser.add_argument("--predictions", type=Path, metavar="FOLDER", help="save what was found, for the scorer")
    options = parser.parse_args()
    folder = benchmark_folder()
    missing = [f"{split}.jsonl" for split in SETS.values() if not (folder / "data" / f"{split}.jsonl").exists()]
    if missing:
        print(f"no {' and no '.join(missing)} in {folder / 'data'}: nothing to measure", file=sys.stderr)
        return 2
    if options.predictions:
        save_predictions(folder, options.predictions)
    accuracy = measure(folder)
    print("\n\n".join(f"{name}\n\n{table}" for name, table in tables(accuracy).items()))
    if options.write:
        NUMBERS.write_text(as_json(accuracy), encoding="utf-8")
        PAGE.write_text(fill_page(PAGE.read_text(encoding="utf-8"), accuracy), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
