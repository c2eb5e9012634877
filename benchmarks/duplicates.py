"""Measure the search for near-duplicates on invented articles of which it is known who copied whom.

    python benchmarks/duplicates.py [N] [--datasketch]

Prints, for N articles (100,000 unless said otherwise): how many of the planted copies came into the story of their
source and how many of the links found are right, kind by kind; the seconds and the memory beyond the articles
themselves, for N/2 and N articles, for N with one text and for N that fill in one template. `--datasketch` finds
candidates for the same articles with MinHash and banding as that library does it, where it is installed.

The words are made of syllables and drawn as often as words of a language are (Zipf-Mandelbrot); nothing is news.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import itertools
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from framing.articles.duplicates import find_duplicates
from framing.schema import make_table

N_TYPES, N_OUTLETS, N_DAYS, WINDOW = 60_000, 60, 365, 7
N_SPEECHES, N_SENTENCES = 50, 40
PARAGRAPHS = (4, 20)  # of about 40 words: 160 to 800, 480 on average
# What is written, and how often. The rest are articles of their own.
SHARES = {
    "same": 0.08,
    "version": 0.08,
    "edited version": 0.04,
    "wire copy": 0.08,
    "same speech": 0.1,
    "round-up": 0.02,
    "shared background": 0.04,
    "daily report": 0.04,
}
COPIES = ("same", "version", "edited version", "wire copy")


class Article(NamedTuple):
    """An invented article: which story it tells in truth, and what it is."""

    story: int
    kind: str
    day: int
    outlet: int
    paragraphs: list[str]


class Writer:
    """Writes invented articles."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "os")]
        made = ("".join(parts) for n in (1, 2, 3) for parts in itertools.product(syllables, repeat=n))
        self.words = np.array(list(itertools.islice(made, N_TYPES)), dtype=object)
        weights = 1 / (np.arange(N_TYPES) + 2.7)
        self.reach = np.cumsum(weights / weights.sum())
        self.speeches = [[self.sentence(25) for _ in range(N_SENTENCES)] for _ in range(N_SPEECHES)]
        self.report = [self.sentence(14) for _ in range(12)]

    def sentence(self, n_words: int) -> str:
        """A sentence of that many words."""
        drawn = self.words[np.searchsorted(self.reach, self.random.random(n_words))]
        return " ".join(drawn).capitalize() + "."

    def paragraph(self) -> str:
        """Two sentences."""
        return f"{self.sentence(18)} {self.sentence(22)}"

    def original(self, story: int, kind: str = "original") -> Article:
        """An article of its own."""
        n_paragraphs = int(self.random.integers(*PARAGRAPHS, endpoint=True))
        own = [self.paragraph() for _ in range(n_paragraphs)]
        return Article(story, kind, self.day(), self.outlet(), own)

    def day(self) -> int:
        """A day of the year."""
        return int(self.random.integers(N_DAYS))

    def outlet(self) -> int:
        """An outlet."""
        return int(self.random.integers(N_OUTLETS))

    def copy(self, kind: str, source: Article) -> Article:
        """A copy of an article, some days later."""
        own = list(source.paragraphs)
        if kind == "same":
            own = [*own, self.sentence(6)] if self.random.random() < 0.5 else own
        elif kind == "version":
            own += [self.paragraph(), self.paragraph()]
        elif kind == "edited version":
            own = [self.edited(text) for text in own]
        elif kind == "wire copy":
            n_kept = max(3, int(len(own) * self.random.uniform(0.3, 0.9)))
            own = [self.paragraph(), *own[int(self.random.random() < 0.5) : n_kept]]
        outlet = source.outlet if kind in ("version", "edited version") else self.outlet()
        return Article(source.story, kind, source.day + int(self.random.integers(3)), outlet, own)

    def edited(self, text: str) -> str:
        """A paragraph in which an editor changed every thirtieth word."""
        words = text.split()
        for place in np.flatnonzero(self.random.random(len(words)) < 1 / 30):
            words[place] = self.sentence(1)[:-1]
        return " ".join(words)

    def other(self, kind: str, story: int, sources: list[Article]) -> Article:
        """An article that has something in common with others but tells a story of its own."""
        made = self.original(story, kind)
        own = made.paragraphs
        if kind == "same speech":  # the same three quotations in own prose
            number = int(self.random.integers(N_SPEECHES))
            said = self.speeches[number][: 3 + len(own) // 4]
            quoted = [f'"{line}" {self.sentence(5)}' for line in said]
            own = [text for pair in zip(own, quoted, strict=False) for text in pair]
            made = made._replace(day=number * 7)
        elif kind == "round-up":  # the first paragraphs of four others
            chosen = [sources[place] for place in self.random.choice(len(sources), 4, replace=False)]
            own = [text for source in chosen for text in source.paragraphs[:4]]
            made = made._replace(day=chosen[0].day)
        elif kind == "shared background":  # its last paragraphs are those of another
            own = own[:6] + sources[-1].paragraphs[-3:]
            made = made._replace(day=sources[-1].day, outlet=sources[-1].outlet)
        elif kind == "daily report":  # every sentence with two figures of the day
            own = [self.filled_in(line) for line in self.report]
        return made._replace(paragraphs=own)

    def filled_in(self, line: str) -> str:
        """A sentence of a report with two numbers."""
        words = line.split()
        words[4], words[9] = (str(self.random.integers(1000)) for _ in range(2))
        return " ".join(words)


def write_articles(n_articles: int, seed: int = 1) -> list[Article]:
    """Invented articles, in no order of time."""
    writer = Writer(seed)
    kinds = writer.random.choice([*SHARES, "original"], n_articles, p=[*SHARES.values(), 1 - sum(SHARES.values())])
    written: list[Article] = []
    originals = [writer.original(-1 - number) for number in range(4)]
    for number, kind in enumerate(kinds.tolist()):
        if kind == "original":
            made = writer.original(number)
            originals = [*originals[-200:], made]
        elif kind in COPIES:
            made = writer.copy(
                kind, originals[int(writer.random.integers(4, len(originals)))] if number > 9 else originals[-1]
            )
        else:
            made = writer.other(kind, number, originals)
        written.append(made)
    return written


def as_articles(written: list[Article]) -> pd.DataFrame:
    """The invented articles as the articles table."""
    names = [f"a{number:07}" for number in range(len(written))]
    columns: dict[str, Any] = {
        "article_id": names,
        "story_id": names,
        "outlet": [f"Outlet {one.outlet}" for one in written],
        "published": pd.Timestamp("2025-01-01") + pd.to_timedelta([one.day for one in written], unit="D"),
        "text": ["\n\n".join(one.paragraphs) for one in written],
        "body_start": [0] * len(written),
        "warnings": [[] for _ in written],
    }
    return make_table("articles", columns)


def memory(name: str) -> float:
    """VmRSS (now) or VmHWM (the most so far) of this process, in MiB; Linux with glibc only, as all of `measured`."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def measured(work: Callable[[], Any]) -> tuple[Any, str]:
    """What the work gives; its seconds, and by how much memory rose above what was in use before."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    ctypes.CDLL(None).malloc_trim(0)  # what is free is given back, or the work would seem to need less
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the most so far
    before, start, of_processor = memory("VmRSS"), time.perf_counter(), time.process_time()
    result = work()
    seconds, of_processor = time.perf_counter() - start, time.process_time() - of_processor
    cost = f"{seconds:.1f} s ({of_processor:.1f} s of one core), {memory('VmHWM') - before:.0f} MiB beyond the articles"
    return result, cost


def show_accuracy(written: list[Article], found: pd.DataFrame) -> None:
    """Recall by what was planted, precision by what was found."""
    truth = [one.story for one in written]
    story = {name: name for name in (f"a{number:07}" for number in range(len(written)))}
    story |= dict(zip(found["article_id"], found["story_id"], strict=True))
    of_truth: dict[int, Counter[str]] = {}
    for number, name in enumerate(story):
        of_truth.setdefault(truth[number], Counter())[story[name]] += 1
    kind_of = dict(zip(found["article_id"], found["kind"], strict=True))
    print("\nplanted              n   in the story of the others   listed as")
    for kind in ("original", *SHARES):
        own = [number for number, one in enumerate(written) if one.kind == kind]
        names = [f"a{number:07}" for number in own]
        several = [
            (number, name) for number, name in zip(own, names, strict=True) if of_truth[truth[number]].total() > 1
        ]
        together = sum(of_truth[truth[number]][story[name]] > 1 for number, name in several)
        share = f"{together / len(several):.4f}" if several else "-"
        listed = Counter(kind_of.get(name, "-") for name in names).most_common(4)
        print(f"{kind:18}{len(own):6}   {share:>8}   {', '.join(f'{k} {n / len(own):.3f}' for k, n in listed)}")
    show_precision(written, found)


def show_precision(written: list[Article], found: pd.DataFrame) -> None:
    """How many of the links of each kind that make one story are right, and how many stories are of one truth."""
    truth = [one.story for one in written]
    number = {f"a{n:07}": n for n in range(len(truth))}
    print("\nfound            n   one story   of these right")
    for kind, rows in found.groupby("kind", observed=True):
        linked = rows[rows["same_story"]]
        pairs = zip(linked["article_id"], linked["resembles"], strict=True)
        right = sum(truth[number[a]] == truth[number[b]] for a, b in pairs)
        share = f"{right / len(linked):.4f}" if len(linked) else "-"
        print(f"{kind:14}{len(rows):6}   {len(linked):8}   {share:>8}")
    members: dict[str, set[int]] = {}
    for row in found[found["same_story"]].itertuples():
        members.setdefault(row.story_id, set()).update((number[row.article_id], number[row.resembles]))
    mixed = [own for own in members.values() if len({truth[n] for n in own}) > 1]
    melted = [own for own in mixed if len({truth[n] for n in own if written[n].kind != "round-up"}) > 1]
    print(f"stories of several articles: {len(members)}; with an article of another story: {len(mixed)}, ", end="")
    print(f"of these with two stories that are no round-up: {len(melted)}")


def with_datasketch(written: list[Article], articles: pd.DataFrame) -> tuple[int, dict[str, float]]:
    """Candidates by MinHash and banding as datasketch does it: how many pairs, and which share of the copies is met.

    128 permutations in 64 bands of 2: a pair whose sets overlap by a quarter is met with a chance of .98.
    """
    import datasketch

    from framing.articles.shingles import WordReader, rolling_hashes

    reader, n_pairs, met = WordReader(), 0, {kind: [0, 0] for kind in COPIES}
    index = datasketch.MinHashLSH(num_perm=128, params=(64, 2))
    for number, (one, text) in enumerate(zip(written, articles["text"], strict=True)):
        sketch = datasketch.MinHash(num_perm=128, hashfunc=lambda hashed: hashed & 0xFFFFFFFF)
        sketch.update_batch(rolling_hashes(reader.read(text)).tolist())
        found = index.query(sketch)
        n_pairs += len(found)
        if one.kind in COPIES:
            met[one.kind][0] += any(written[other].story == one.story for other in found)
            met[one.kind][1] += 1
        index.insert(number, sketch, check_duplication=False)
    return n_pairs, {kind: n_met / n for kind, (n_met, n) in met.items() if n}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n_articles", nargs="?", type=int, default=100_000)
    parser.add_argument("--datasketch", action="store_true", help="measure MinHash by datasketch too")
    options = parser.parse_args()
    n_articles = options.n_articles
    written = write_articles(n_articles)
    articles = as_articles(written)
    n_words = int(articles["text"].str.count(" ").sum()) + n_articles
    print(f"{n_articles} articles, {n_words / n_articles:.0f} words each")
    half, cost = measured(lambda: find_duplicates(articles.head(n_articles // 2), days=WINDOW))
    print(f"half of them: {cost}, {len(half)} rows")
    found, cost = measured(lambda: find_duplicates(articles, days=WINDOW))
    print(f"all of them:  {cost}, {len(found)} rows")
    show_accuracy(written, found)
    if options.datasketch:
        (n_pairs, met), cost = measured(lambda: with_datasketch(written, articles))
        shares = ", ".join(f"{kind} {share:.4f}" for kind, share in met.items())
        print(f"\ncandidates by datasketch: {cost}, {n_pairs} pairs; met: {shares}")
    one = articles.assign(text=articles["text"].iloc[0])
    found, cost = measured(lambda: find_duplicates(one, days=2 * N_DAYS))
    print(f"\none text: {cost}, {found['story_id'].nunique()} story of {len(found) + 1}")
    writer = Writer(2)
    texts = [" ".join([*writer.report[1:], writer.filled_in(writer.report[0])]) for _ in range(n_articles)]
    filled = articles.assign(text=texts)
    found, cost = measured(lambda: find_duplicates(filled, days=WINDOW))
    print(f"one template: {cost}, {found['same_story'].sum()} joined of {len(found)} rows")


if __name__ == "__main__":
    main()
