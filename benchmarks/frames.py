"""Measure the lexicons that come with the toolkit on human-coded texts, where they are at hand.

    python benchmarks/frames.py [LEXICON ...] [--write]

Prints a table for each lexicon; `--write` puts the figures into its validation.csv. LEXICON is a name (`news`,
`policy`; both when none is given) or the folder of a draft whose lexicon.toml has one of these names.

The coded texts are no part of this project. They are looked for in the folder of the variable FRAMES_DATA, else in
`shared/bench/frames` beside the project: `scorers.py` and `data/`. Without them there is nothing to measure.

Half of the texts, those whose name has an even hash, were open while the lists were written: misses among them were
read, and words added. Of the other half nobody saw more than totals.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from framing import articles_from_records, find_matches, frame_rates, presence, read_lexicon, tokenize
from framing.lexicon import Lexicon
from framing.validity import VALIDATION_COLUMNS

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

HALVES = ("read", "unread")
N_FOLDS = 5
SEED, N_DRAWS = 7, 500


class CodedSet(NamedTuple):
    """Texts that people coded, what stands there for each frame of a lexicon, and what to say of them."""

    file: str
    on: str
    unit: str
    by: str
    date: str
    frames: dict[str, str]
    weak: dict[str, str]  # coded too, but too different, too rare or too unsure: measured, not part of the mean


CLIMATE = CodedSet(
    file="narrative_tune",
    on="news articles on climate, American outlets",
    unit="article",
    by="trained coders of Frermann et al. (2023)",
    date="2023",
    frames={frame: frame for frame in ("conflict", "human_interest", "economic", "morality")},
    weak={"responsibility": "resolution"},
)
GUNS = CodedSet(
    file="gvfc_tune",
    on="headlines on gun violence, American outlets",
    unit="headline",
    by="trained coders of Liu et al. (2019)",
    date="2019",
    frames={
        "economic": "economic",
        "political": "politics",
        "public_opinion": "public_opinion",
        "policy_prescription": "gun_control",
        "fairness_equality": "race_ethnicity",
        "security_defense": "public_space_safety",
        "health_safety": "mental_health",
    },
    weak={"legality_constitutionality": "gun_rights", "cultural_identity": "society_culture"},
)
# The first set of a lexicon is the one whose misses were read; from the second no term was added, and it has a
# counterpart for few frames.
SETS = {
    "news": (CLIMATE, GUNS._replace(frames={"economic": "economic"}, weak={})),
    "policy": (GUNS, CLIMATE._replace(frames={frame: frame for frame in ("economic", "morality")}, weak={})),
}


class Scored(NamedTuple):
    """Coded texts with what a lexicon counts in them: arrays of texts by frames, in the order of `frames`."""

    frames: list[str]
    gold: Flags
    rate: Numbers
    presence: Numbers
    rate_without_top: Numbers
    top_term: list[str]
    top_share: list[float]
    is_read: Flags
    fold: npt.NDArray[np.int64]
    cluster: npt.NDArray[Any]


def benchmark_folder() -> Path:
    """The folder with the scorer and the coded texts."""
    return Path(os.environ.get("FRAMES_DATA", ROOT.parent / "shared" / "bench" / "frames"))


def load_scorers(folder: Path) -> Any:
    """The scorers, as a module."""
    sys.path.insert(0, str(folder))
    return importlib.import_module("scorers")


def read_coded(folder: Path, name: str) -> list[dict[str, Any]]:
    """The texts of a set, as people coded them."""
    lines = (folder / "data" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def hash_of(name: str) -> int:
    """A number that depends on nothing but the name of a text."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)


def count_terms_in(coded: list[dict[str, Any]], lexicon: Lexicon, counterparts: dict[str, str]) -> Scored:
    """Count a lexicon's terms in coded texts."""
    records = [{"article_id": text["doc_id"], "text": text["text"]} for text in coded]
    tokens = tokenize(articles_from_records(records, source="coded texts"))
    matches = find_matches(tokens, lexicon)
    top = matches.groupby("frame", observed=True)["pattern"].agg(lambda patterns: patterns.value_counts().index[0])
    is_top = (matches["pattern"] == matches["frame"].map(top.to_dict())).to_numpy(bool)
    share = {frame: float(is_top[(matches["frame"] == frame).to_numpy(bool)].mean()) for frame in top.index}
    frames, names = list(counterparts), [text["doc_id"] for text in coded]

    def wide(table: pd.DataFrame, values: pd.Series) -> Numbers:
        cells = table[["article_id", "frame"]].assign(value=values)
        return cells.pivot_table(index="article_id", columns="frame", values="value").loc[names, frames].to_numpy(float)

    def rate(hits: pd.DataFrame) -> Numbers:
        rates = frame_rates(hits, tokens, lexicon, by="article_id")  # its per_1000 is missing for headlines
        return wide(rates, 1000 * rates["n_matches"] / rates["n_tokens"])

    present = presence(matches, tokens, lexicon)
    return Scored(
        frames=frames,
        gold=np.array([[counterparts[frame] in text["labels"] for frame in frames] for text in coded]),
        rate=rate(matches),
        presence=wide(present, present["presence"]),
        rate_without_top=rate(matches[~is_top].reset_index(drop=True)),
        top_term=[top.get(frame, "") for frame in frames],
        top_share=[share.get(frame, 0.0) for frame in frames],
        is_read=np.array([hash_of(name) % 2 == 0 for name in names]),
        fold=np.array([_fold(text) for text in coded]),
        cluster=np.array([text["cluster"] for text in coded]),
    )


def _fold(text: dict[str, Any]) -> int:
    """The fold of a text: by outlet, where the set gives folds; else by its name."""
    given = text["split"].removeprefix("fold")
    return int(given) if given.isdigit() else hash_of("fold " + text["doc_id"]) % N_FOLDS


def predict_across_folds(scorers: Any, gold: Flags, score: Numbers, fold: npt.NDArray[np.int64]) -> Flags:
    """Call a frame present from a threshold up that does best on the other folds."""
    predicted = np.zeros(len(gold), dtype=bool)
    for held_out in np.unique(fold):
        others = fold != held_out
        thresholds = np.unique(score[others])
        f1 = [scorers.prf(gold[others], score[others] >= threshold)[2] for threshold in thresholds]
        predicted[~others] = score[~others] >= thresholds[int(np.argmax(f1))]
    return predicted


def measure(scorers: Any, scored: Scored, texts: Flags) -> pd.DataFrame:
    """One row of figures per frame, on some of the texts; the threshold is chosen within these."""
    rows = []
    for number, frame in enumerate(scored.frames):
        gold, score = scored.gold[texts, number], scored.presence[texts, number]
        predicted = predict_across_folds(scorers, gold, score, scored.fold[texts])
        precision, recall, f1 = scorers.prf(gold, predicted)
        low, high = scorers.bootstrap(
            lambda drawn, gold=gold, score=score: scorers.auc(gold[drawn], score[drawn]),
            len(gold),
            clusters=scored.cluster[texts],
            reps=N_DRAWS,
            seed=SEED,
        )
        rows.append(
            {
                "frame": frame,
                "n": len(gold),
                "n_positive": int(gold.sum()),
                "auc_rate": scorers.auc(gold, scored.rate[texts, number]),
                "auc_presence": scorers.auc(gold, score),
                "auc_presence_low": low,
                "auc_presence_high": high,
                "precision": precision,
                "recall": recall,
                "f1": f1,
                "f1_always_yes": scorers.prf(gold, np.ones(len(gold), dtype=bool))[2],
                "top_term": scored.top_term[number],
                "top_share": scored.top_share[number],
                "auc_rate_without_top": scorers.auc(gold, scored.rate_without_top[texts, number]),
            }
        )
    return pd.DataFrame(rows)


def measure_set(scorers: Any, folder: Path, lexicon: Lexicon, coded_set: CodedSet) -> dict[str, pd.DataFrame]:
    """Figures of a lexicon on coded texts: on all, on the half that was read and on the half that was not."""
    scored = count_terms_in(read_coded(folder, coded_set.file), lexicon, coded_set.frames | coded_set.weak)
    which = {"all": np.ones(len(scored.gold), dtype=bool), "read": scored.is_read, "unread": ~scored.is_read}
    return {name: measure(scorers, scored, texts) for name, texts in which.items()}


def with_mean(figures: pd.DataFrame, frames: list[str]) -> pd.DataFrame:
    """The table with the mean over the frames that have a fair counterpart as last row."""
    mean = figures[figures["frame"].isin(frames)].mean(numeric_only=True)
    return pd.concat([figures, pd.DataFrame([{"frame": f"mean of {len(frames)}", **mean}])], ignore_index=True)


def validation_rows(lexicon: str, measured: list[dict[str, pd.DataFrame]]) -> list[dict[str, str]]:
    """Rows of validation.csv: frame by frame, the halves of the lexicon's own set, then the whole of the other."""
    own, other = SETS[lexicon]
    rows = [
        row
        for half in HALVES
        for row in _rows_of(own, f"; half {half} while the terms were written", measured[0][half])
    ]
    return rows + _rows_of(other, "; no term was added from these", measured[1]["all"])


def _rows_of(coded_set: CodedSet, which: str, figures: pd.DataFrame) -> list[dict[str, str]]:
    """One row per frame, its figures as text."""
    what = {"on": coded_set.on + which, "unit": coded_set.unit, "by": coded_set.by, "coder_kind": "human"}
    what["date"] = coded_set.date
    rows = figures.to_dict(orient="records")
    return [what | {"frame": str(row["frame"]), "figures": _figures_of(coded_set, row)} for row in rows]


def _figures_of(coded_set: CodedSet, row: dict[Any, Any]) -> str:
    """The figures of a frame in one line."""
    frame = row["frame"]
    coded_as = coded_set.frames.get(frame) or f"{coded_set.weak[frame]} (weak counterpart)"
    named = {
        "n": row["n"],
        "n positive": row["n_positive"],
        "precision": f"{row['precision']:.2f}",
        "recall": f"{row['recall']:.2f}",
        "F1": f"{row['f1']:.2f}",
        "F1 always yes": f"{row['f1_always_yes']:.2f}",
        "AUC presence": f"{row['auc_presence']:.2f}",
        "AUC presence 95%": f"{row['auc_presence_low']:.2f} to {row['auc_presence_high']:.2f}",
        "AUC rate": f"{row['auc_rate']:.2f}",
        "AUC rate without commonest term": f"{row['auc_rate_without_top']:.2f}",
        "commonest term": f"{row['top_term']} ({row['top_share']:.0%} of hits)",
        "coded as": coded_as,
    }
    return "; ".join(f"{name} {figure}" for name, figure in named.items())


def write_validation(folder: Path, rows: list[dict[str, str]]) -> None:
    """Replace the measured rows of validation.csv; those of anybody else stay."""
    path = folder / "validation.csv"
    kept: list[dict[str, str]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = [row for row in csv.DictReader(file) if row["by"] not in (CLIMATE.by, GUNS.by)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(VALIDATION_COLUMNS), lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows([*rows, *kept])


def main() -> int:
    """Measure, print the tables, and write them when asked to."""
    parser = argparse.ArgumentParser(description="Measure lexicons on human-coded texts.")
    parser.add_argument("lexicons", nargs="*", default=list(SETS), metavar="LEXICON", help="name or folder")
    parser.add_argument("--write", action="store_true", help="write the figures into the lexicon's validation.csv")
    options = parser.parse_args()
    folder = benchmark_folder()
    missing = [coded.file for coded in (CLIMATE, GUNS) if not (folder / "data" / f"{coded.file}.jsonl").exists()]
    if missing:
        print(f"no {' and no '.join(missing)} in {folder / 'data'}: nothing to measure", file=sys.stderr)
        return 2
    scorers = load_scorers(folder)
    for name in options.lexicons:
        lexicon = read_lexicon(name)
        if lexicon.name not in SETS:
            print(f"{lexicon.name!r}: no coded texts for it; there are some for {', '.join(SETS)}", file=sys.stderr)
            return 2
        measured = [measure_set(scorers, folder, lexicon, coded_set) for coded_set in SETS[lexicon.name]]
        for coded_set, figures in zip(SETS[lexicon.name], measured, strict=True):
            for half, table in figures.items():
                print(f"\n{lexicon.label}, {coded_set.file}: {half}\n")
                print(with_mean(table, list(coded_set.frames)).round(3).to_string(index=False))
        if options.write:
            path = Path(name)
            home = path if path.is_dir() else ROOT / "framing" / "lexicons" / name
            write_validation(home, validation_rows(lexicon.name, measured))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
