"""How well remarks are aligned with speeches, by threshold, on a corpus whose sources are known.

    python benchmarks/selection.py [FOLDER] [--extracted]

FOLDER (default: corpus/summit) holds articles, speeches.csv, leaders.csv, remarks.csv and sources.csv. Prints, for
verbatim quotations, for quotations that differ and for paraphrases, precision, recall and F1 by threshold; and which
share of parts is matched with speeches of somebody else, where every match is wrong.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd

import framing
from framing.articles.corpus import corpus_folder
from framing.measures.selection.alignment import align_remarks
from framing.text import sentences

THRESHOLDS = np.arange(0.0, 0.85, 0.05).round(2).tolist()
KINDS = {"quoted": ("verbatim", "differs"), "paraphrased": ("paraphrase",)}


def read_gold(folder: Path) -> pd.DataFrame:
    """The sources: one row per part."""
    gold = pd.read_csv(folder / "sources.csv", dtype={"remark_id": str, "speech_id": str})
    return gold.rename(
        columns={column: f"gold_{column}" for column in ("kind", "speech_id", "speech_start", "speech_end")}
    )


def sentence_numbers(text: str, start: int, end: int) -> set[int]:
    """Which sentences a passage touches."""
    return {k for k, (a, b) in enumerate(sentences(text)) if a < end and start < b}


def is_same_passage(row, texts: dict[str, str]) -> bool:
    """Quoted: half of the shorter passage lies in the other. Paraphrased: half of the sentences of both in common."""
    if pd.isna(row.speech_id) or row.speech_id != row.gold_speech_id:
        return False
    found, true = (int(row.speech_start), int(row.speech_end)), (int(row.gold_speech_start), int(row.gold_speech_end))
    if row.voice == "quoted":
        shared = max(0, min(found[1], true[1]) - max(found[0], true[0]))
        return shared / min(found[1] - found[0], true[1] - true[0]) >= 0.5
    some, others = (sentence_numbers(texts[row.speech_id], *span) for span in (found, true))
    return len(some & others) / len(some | others) >= 0.5


def join_parts(alignments: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Gold parts with the aligned parts of the same remark: the same quoted span, or the words outside marks."""
    gold = gold.assign(key=np.where(gold["voice"] == "quoted", gold["start"].astype(str), "outside"))
    found = alignments.assign(key=np.where(alignments["voice"] == "quoted", alignments["start"].astype(str), "outside"))
    gold = gold.drop(columns=["start", "end"])
    return gold.merge(found, on=["remark_id", "voice", "key"], how="outer", indicator="side")


def extracted_to_gold(remarks: pd.DataFrame, gold_remarks: pd.DataFrame) -> pd.DataFrame:
    """Extracted remarks under the id of the gold remark of the same article that they share most characters with."""
    names: list[str] = []
    taken: set[str] = set()
    for one in remarks.itertuples():
        own = gold_remarks[(gold_remarks["article_id"] == one.article_id) & ~gold_remarks["remark_id"].isin(taken)]
        shared = np.minimum(own["end"], one.end) - np.maximum(own["start"], one.start)
        best = shared.idxmax() if len(own) and shared.max() > 0 else None
        names.append(f"extra-{one.remark_id}" if best is None else own.loc[best, "remark_id"])
        taken.add(names[-1])
    return remarks.assign(remark_id=names, repeats=None)


def scores(right: int, found: int, true: int) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    precision, recall = right / found if found else np.nan, right / true if true else np.nan
    return precision, recall, 2 * right / (found + true) if found + true else np.nan


def curve(joined: pd.DataFrame, decoys: pd.DataFrame, kind: str, texts: dict[str, str]) -> pd.DataFrame:
    """Precision, recall and F1 of one kind at each threshold, and the share of decoys matched."""
    rows = []
    for threshold, own in joined.items():
        hits = own[own["kind"] == kind]
        same = [is_same_passage(row, texts) and row.gold_kind == kind for row in hits.itertuples()]
        numbers = scores(sum(same), len(hits), int((own["gold_kind"] == kind).sum()))
        decoy = decoys[threshold]
        voiced = decoy[decoy["voice"] == ("paraphrased" if kind == "paraphrase" else "quoted")]
        rows.append((threshold, *numbers, len(hits), (voiced["kind"] == kind).mean()))
    return pd.DataFrame(rows, columns=["threshold", "precision", "recall", "f1", "n_found", "decoys_matched"])


def verbatim_exact(joined: pd.DataFrame) -> tuple[int, int, pd.DataFrame]:
    """How many verbatim parts have exactly the characters of the gold, of how many; and those that have not."""
    true = joined[joined["gold_kind"] == "verbatim"]
    same = (true["speech_id"] == true["gold_speech_id"]) & (true["speech_start"] == true["gold_speech_start"])
    same &= (true["speech_end"] == true["gold_speech_end"]) & (true["kind"] == "verbatim")
    return int(same.sum()), len(true), true[~same]


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", nargs="?", type=Path, default=None)
    options.add_argument("--extracted", action="store_true", help="align extracted remarks, not those by hand")
    options.add_argument("--only", default="", help="articles whose id begins so, several with commas")
    options.add_argument("--show", action="store_true", help="print what was missed")
    asked = options.parse_args()
    folder = asked.folder or corpus_folder() / "summit"
    articles, speeches = framing.read_articles(folder), framing.read_speeches(folder / "speeches.csv")
    if asked.only:
        articles = articles[articles["article_id"].str.startswith(tuple(asked.only.split(",")))].reset_index(drop=True)
    by_hand = framing.read_remarks(folder / "remarks.csv")
    by_hand = by_hand[by_hand["article_id"].isin(articles["article_id"])].reset_index(drop=True)
    gold = read_gold(folder)
    gold = gold[gold["remark_id"].isin(by_hand["remark_id"])]
    remarks = by_hand
    if asked.extracted:
        found = framing.extract_remarks(articles, framing.read_leaders(folder / "leaders.csv"))
        remarks = extracted_to_gold(found, by_hand)
    began = time.process_time()
    align_remarks(remarks, articles, speeches)
    spent = time.process_time() - began
    print(f"{len(articles)} articles, {len(remarks)} remarks, {len(speeches)} speeches: {spent:.2f} s of one core\n")
    leaders = speeches["leader"].unique().tolist()
    somebody_else = dict(zip(leaders, leaders[1:] + leaders[:1], strict=True))
    others = speeches.assign(leader=speeches["leader"].map(somebody_else), delivered=pd.NaT)
    joined, decoys = {}, {}
    for threshold in THRESHOLDS:
        both = {"quotation_threshold": threshold, "paraphrase_threshold": threshold}
        joined[threshold] = join_parts(align_remarks(remarks, articles, speeches, **both), gold)
        decoys[threshold] = align_remarks(by_hand.dropna(subset="leader"), articles, others, **both)
    right, true, missed = verbatim_exact(joined[THRESHOLDS[0]])
    print(f"verbatim: {right} of {true} with the very characters of the gold")
    columns = ["remark_id", "gold_speech_id", "gold_speech_start", "speech_id", "speech_start", "kind", "note"]
    if len(missed):
        print(missed[columns].to_string(index=False))
    quoted = decoys[0.0][decoys[0.0]["voice"] == "quoted"]
    by_chance = (quoted["kind"] == "verbatim").mean()
    print(f"word for word in a speech of somebody else: {by_chance:.3f} of {len(quoted)} quoted parts")
    texts = dict(zip(speeches["speech_id"], speeches["text"], strict=True))
    for kind in ("differs", "paraphrase"):
        n = int((gold["gold_kind"] == kind).sum())
        print(f"\n{kind}: {n} in the gold")
        print(curve(joined, decoys, kind, texts).to_string(index=False, float_format=lambda x: f"{x:.3f}"))
    if asked.show:
        show(joined[0.0], articles, texts)


def show(joined: pd.DataFrame, articles: pd.DataFrame, texts: dict[str, str]) -> None:
    """Print the parts that are matched with another passage than in the gold."""
    article = dict(zip(articles["article_id"], articles["text"], strict=True))
    for row in joined.itertuples():
        right = row.kind == row.gold_kind and is_same_passage(row, texts)
        if row.gold_kind not in ("differs", "paraphrase") or right:
            continue
        said = article[row.article_id][int(row.start) : int(row.end)] if isinstance(row.article_id, str) else "?"
        print(f"\n{row.remark_id} {row.gold_kind}/{row.kind} {row.similarity}: {said}")
        print(f"  gold  {texts[row.gold_speech_id][int(row.gold_speech_start) : int(row.gold_speech_end)]}")
        if pd.notna(row.speech_id):
            print(f"  found {texts[row.speech_id][int(row.speech_start) : int(row.speech_end)]}")


if __name__ == "__main__":
    main()
