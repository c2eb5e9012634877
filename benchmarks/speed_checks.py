"""Compare the fast ways with the obvious ones, text by text, on ordinary and on hostile texts.

    python benchmarks/speed_checks.py [--small]

Counts are compared with those of the table of words and, on fewer texts, with the obvious reference of the tests, which
tries every pattern at every word; scores with those of the packages, under `==`. Prints how many texts differ, and the
first of them.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import make_corpus, speed_peers
from framing.text import plain_apostrophes

SIZES = {"ordinary": 20_000, "hostile": 20_000, "obvious, ordinary": 20, "obvious, hostile": 400}
SHOWN = 3
AT_A_TIME = 500

Check = tuple[str, str, list[str], Callable[[list[str]], Iterable[Any]], Callable[[list[str]], Iterable[Any]]]


def count_differences(news: Path, smaller: int, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    """How many texts of each kind are answered otherwise than by the obvious way."""
    rows = []
    for what, of, texts, fast, obvious in _checks(news, smaller):
        tell(f"comparing {what} with {of} on {len(texts):,} texts")
        different = [
            (text, got, wanted)
            for text, got, wanted in zip(texts, fast(texts), obvious(texts), strict=True)
            if got != wanted
        ]
        for text, got, wanted in different[:SHOWN]:
            tell(f"differs: {text[:200]!r}: {str(got)[:200]}, not {str(wanted)[:200]}")
        rows.append({"what": what, "of": of, "n_texts": len(texts), "n_different": len(different)})
    return rows


def _checks(news: Path, smaller: int) -> Iterator[Check]:
    """What is compared, with what, on which texts, and both ways."""
    n = {name: max(size // smaller, 1) for name, size in SIZES.items()}
    ordinary = speed_peers.read_texts(news)[: n["ordinary"]]
    patterns = [pattern for many in make_corpus.frames().values() for pattern in many]
    hostile = make_corpus.hostile_texts(n["hostile"], patterns)
    yield "counts", "the table of words", [*ordinary, *hostile], _counts, _counts_of_table
    some = [*ordinary[: n["obvious, ordinary"]], *hostile[: n["obvious, hostile"]]]
    if importlib.util.find_spec("hypothesis") and importlib.util.find_spec("pytest"):
        yield "counts", "the reference of the tests", some, _counts, _obvious_counts
    else:
        print("pytest and hypothesis are not installed: no comparison with the reference of the tests", file=sys.stderr)
    for engine, upstream, words in (
        ("VADER", "vaderSentiment", _words_of_vader),
        ("TextBlob", "TextBlob", _words_of_textblob),
    ):
        if _is_installed(upstream):
            texts = [*ordinary, *make_corpus.hostile_texts(n["hostile"], words())]
            yield f"{engine} scores", upstream, texts, _scores(f"framing: {engine}"), _scores(upstream)


def _is_installed(peer: str) -> bool:
    """Whether what a peer needs is installed."""
    return all(importlib.util.find_spec(module) for module in speed_peers.PEERS[peer].needs)


def _articles(texts: list[str]) -> Any:
    """Texts, as they stand, as the articles table."""
    import pandas as pd

    from framing.schema import make_table

    names = [f"t{number:06}" for number in range(len(texts))]
    columns = {"article_id": names, "story_id": names, "outlet": [None] * len(texts), "text": texts}
    columns |= {"body_start": [0] * len(texts), "language": ["en"] * len(texts), "warnings": [[] for _ in texts]}
    return make_table("articles", columns).assign(text=pd.Series(texts, dtype="str"))


def _counts(texts: list[str]) -> Iterator[Any]:
    """Words of each text and hits of each frame in it, as `count_frames` says."""
    return _rows_of(texts, speed_peers.COUNTING["framing"])


def _counts_of_table(texts: list[str]) -> Iterator[Any]:
    return _rows_of(texts, speed_peers.OTHERS["reference"])


def _rows_of(texts: list[str], peer: speed_peers.Peer) -> Iterator[Any]:
    """The answers of a program text by text."""
    for start in range(0, len(texts), AT_A_TIME):
        part = texts[start : start + AT_A_TIME]
        n_tokens, n_hits = peer.prepare(_articles(part))().by_article
        each = len(n_hits) // len(part)
        yield from ((n, n_hits[number * each : (number + 1) * each]) for number, n in enumerate(n_tokens))


def _obvious_counts(texts: list[str]) -> Iterator[Any]:
    """The same by the reference of the tests."""
    path = ROOT / "tests" / "test_matching.py"
    spec = importlib.util.spec_from_file_location("test_matching", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path.name} of the tests cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lexicon = speed_peers.made_lexicon()
    for text in texts:
        hits, n_tokens = module.reference(text, lexicon)
        n_hits = [0] * len(lexicon.frames)
        for _, frame, *_ in hits:
            n_hits[frame] += 1
        yield n_tokens, n_hits


def _scores(peer: str) -> Callable[[list[str]], Iterable[Any]]:
    return lambda texts: speed_peers.SENTIMENT[peer].prepare(texts)().by_article


def _words_of_vader() -> list[str]:
    """Words, phrases and signs that VADER looks for."""
    from vaderSentiment import vaderSentiment

    known = vaderSentiment.SentimentIntensityAnalyzer()
    special = [*vaderSentiment.BOOSTER_DICT, *vaderSentiment.NEGATE, *vaderSentiment.SPECIAL_CASES] * 4
    return [*islice(known.lexicon, 4_000), *special, *islice(known.emojis, 200)]


def _words_of_textblob() -> list[str]:
    """Words that TextBlob's pattern analyser looks for."""
    from textblob.en import sentiment

    sentiment("good")  # reads them
    return [plain_apostrophes(word) for word in dict.keys(sentiment)]


def main() -> None:
    """Compare everything."""
    smaller = 20 if "--small" in sys.argv[1:] else 1
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news.parquet"
        make_corpus.write_corpus(news, n_articles=SIZES["ordinary"] // smaller)
        rows = count_differences(news, smaller, print)
    for row in rows:
        print(f"{row['what']} against {row['of']}: {row['n_different']} of {row['n_texts']:,} texts differ")


if __name__ == "__main__":
    main()
