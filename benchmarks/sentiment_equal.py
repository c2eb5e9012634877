"""Whether the sentiment engines give what the packages give, word by word, and how much sooner.

    python benchmarks/sentiment_equal.py [--texts 20000] [--timed 300]

Every score and every word that made it is compared under `==` on ordinary and on hostile texts. Nothing is timed when
one differs. Ratios are medians over rounds in which package and engine take turns on the same texts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sentiment_texts import hostile_texts, ordinary_texts
from sentiment_upstream import textblob_of_package, vader_of_package

from framing.terms.engine_textblob import Polarity
from framing.terms.engine_vader import Vader
from framing.text import plain_apostrophes, sentences

SEED = 20_310
N_ROUNDS = 5


def main() -> int:
    """Compare, then time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=20_000, help="ordinary texts, and as many hostile ones")
    parser.add_argument("--timed", type=int, default=300, help="texts of 500 words to time")
    options = parser.parse_args()
    different = 0
    for kind, texts in (
        ("ordinary", ordinary_texts(options.texts, seed=SEED)),
        ("hostile", hostile_texts(options.texts, seed=SEED)),
    ):
        different += compare(kind, tqdm(texts, total=options.texts, desc=kind, disable=None))
    if different:
        print("Not timed: results differ.")
        return 1
    articles = list(ordinary_texts(options.timed, seed=SEED + 1))
    print_ratios("texts of 500 words", articles)
    print_ratios("sentences", [text[start:end] for text in articles[:100] for start, end in sentences(text)])
    return 0


def compare(kind: str, texts: Iterable[str]) -> int:
    """Print and return how many results differ."""
    vader, textblob = Vader(), Polarity()
    n_texts = n_vader = n_textblob = 0
    for text in map(plain_apostrophes, texts):
        n_texts += 1
        n_vader += vader.score(text) != vader_of_package(text)
        n_textblob += textblob.assess(text) != textblob_of_package(text)
    print(f"{kind}: {n_texts} texts; VADER differs in {n_vader}, TextBlob in {n_textblob}")
    return n_vader + n_textblob


def print_ratios(kind: str, texts: list[str]) -> None:
    """Print how many times the package's time an engine needs, cold and warm: median, least and most."""
    for name, package, engine in (("VADER", vader_of_package, Vader), ("TextBlob", textblob_of_package, Polarity)):
        rounds = []
        for _ in range(N_ROUNDS):
            made = engine()
            score = made.score if isinstance(made, Vader) else made.assess
            rounds.append((seconds(package, texts), seconds(score, texts), seconds(score, texts)))
        cold, warm = ([round_[0] / round_[turn] for round_ in rounds] for turn in (1, 2))
        told = ", ".join(
            f"{state} {median(ratios):.1f} ({min(ratios):.1f}-{max(ratios):.1f})"
            for state, ratios in (("cold", cold), ("warm", warm))
        )
        print(f"{name}, {len(texts)} {kind}: times as fast as the package: {told}")


def seconds(score: Callable[[str], object], texts: list[str]) -> float:
    """Processor time to score texts."""
    start = time.process_time()
    for text in texts:
        score(text)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
