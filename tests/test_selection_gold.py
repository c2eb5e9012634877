"""Alignment against the planted sources of the summit corpus: the figures that docs/selection.md states."""

from __future__ import annotations

import importlib

import pytest

from framing.articles.corpus import corpus_folder, read_articles, read_speeches
from framing.measures.selection.alignment import align_remarks
from framing.speech.remarks import read_remarks

# A folder of commands beside the package: nothing declares it, so it is loaded by name.
benchmark = importlib.import_module("benchmarks.selection")
SUMMIT = corpus_folder() / "summit"


@pytest.fixture(scope="module")
def joined():
    remarks, articles = read_remarks(SUMMIT / "remarks.csv"), read_articles(SUMMIT)
    alignments = align_remarks(remarks, articles, read_speeches(SUMMIT / "speeches.csv"))
    return benchmark.join_parts(alignments, benchmark.read_gold(SUMMIT))


def test_every_verbatim_quotation_has_the_very_characters(joined):
    right, true, missed = benchmark.verbatim_exact(joined)
    assert right == true > 300, missed["remark_id"].tolist()


@pytest.mark.parametrize(("kind", "least"), [("differs", 0.95), ("paraphrase", 0.75)])
def test_quotations_that_differ_and_paraphrases_reach_what_is_promised(joined, kind, least):
    speeches = read_speeches(SUMMIT / "speeches.csv")
    texts = dict(zip(speeches["speech_id"], speeches["text"], strict=True))
    hits = joined[joined["kind"] == kind]
    right = sum(row.gold_kind == kind and benchmark.is_same_passage(row, texts) for row in hits.itertuples())
    assert benchmark.scores(right, len(hits), int((joined["gold_kind"] == kind).sum()))[2] >= least
