"""Write invented news of any size for measuring speed and memory: the same articles for the same seed.

    python benchmarks/make_corpus.py FILE.parquet (--articles N | --megabytes N) [--seed N]

Nothing in it is news. Words are made of syllables and drawn as often as words of a language are (Zipf-Mandelbrot),
between function words and a few that sentiment lexicons know; people, outlets and countries are invented. What makes
texts slow or hard is there in about the measure of news: quotations with their reporting verbs, typographic and plain
marks, hyphens, possessives, numbers, accents, an emoji now and then. Articles have 500 words on average, 3 kB.

Articles are made in parts of 2,000 that know nothing of one another, so a larger corpus begins with the smaller one,
and parts can be made on several cores. The file has a row group for each part and, as `text`, headline and body.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 2031
PART = 2_000  # articles
N_STEMS, ENDINGS = 14000, ("", "s", "ed", "ing")
N_FRAMES, N_PLAIN, N_OPEN, N_PHRASES = 20, 36, 12, 12  # a frame: words, words with an open ending, phrases
# Set by 84 articles of US political news: there 7 words in 100 are known to VADER and 8 to TextBlob (here 6.5 and 7), a
# word has 6.2 bytes with its space (6.4), and 17 words in 100 of all articles are different ones (19).
SHARE_EVALUATIVE, EXPONENT, SHIFT = 0.085, 1.2, 2.7
MEAN_WORDS, SPREAD_OF_WORDS, FEWEST_WORDS = 440, 150, 50  # before what attributions add

FUNCTION_WORDS = """the of to and a in that is was for on with as it at by he from his are be an have has not
    they this but which or their had were its been who one would will more we new she there
    about up out all if when also than some her no what can two after you other into over so
    last time could first years just may most only now many like before because against between
    under while where during these even should does our him them then my being made how down
    through much any well back very since until still don't isn't won't"""
EVALUATIVE = """good bad great terrible war death crisis fear threat victim violent failure wrong worse poor sad angry
    danger crime guilty problem hope success win victory happy best better strong support help safe peace progress
    improve important excellent never extremely really hardly free united supporters attack agreement hard true
    certain clear serious interest leading strongly weak alone lost pay trust share care challenge demand stop ready
    difficult sure likely special real popular significant positive negative tough fair effective able huge full new
    other political many more last long high early large general national public recent former"""
ACCENTED = ("café", "naïve", "coöperation", "Zürich", "São", "Façade", "Straße", "Łódź", "Μόσχα", "résumé")
EMOJI, ABBREVIATIONS = ("🙂", "👍🏽", "❤️"), ("U.S.", "Mr.", "Dr.", "e.g.", "No. 10")
GIVEN_NAMES = ("Ada", "Mara", "Tomas", "Ines", "Jonas", "Petra", "Viktor", "Lena", "Oskar", "Nadia", "Emil", "Clara")
OFFICES = ("prime minister", "foreign minister", "finance minister", "president", "defence minister")
COUNTRIES = ("Norland", "Vestria", "Soldavia", "Estenia", "Kellria", "Marrowmere")
OUTLETS = ("The Lantern", "Harbour Post", "Evening Wire", "The Meridian", "Northern Dispatch")
VERBS = ("said", "said", "said", "said", "warned", "argued", "insisted", "added", "claimed", "suggested")
KINDS = ("narrated", "quoted", "introduced", "indirect", "mixed", "according")
SHARES_OF_KINDS = (0.55, 0.15, 0.05, 0.15, 0.05, 0.05)


class Vocabulary(NamedTuple):
    """All words by rank, the shares up to each, and surnames."""

    words: Any
    reach: Any
    surnames: list[str]


class Speaker(NamedTuple):
    """Somebody an article quotes: in full, and by surname."""

    full: str
    surname: str


@cache
def vocabulary(seed: int = SEED) -> Vocabulary:
    """The words of the corpus, the commonest first."""
    random = np.random.default_rng([seed, 0])
    stems = list(_stems(random, N_STEMS + 800))
    surnames = [stem.capitalize() for stem in stems[N_STEMS:]]
    rank = np.arange(N_STEMS).repeat(len(ENDINGS)) * random.lognormal(0, 0.8, N_STEMS * len(ENDINGS))
    made = [stem + ending for stem in stems[:N_STEMS] for ending in ENDINGS]
    function_words = FUNCTION_WORDS.split()
    words = [*function_words, *(made[place] for place in np.argsort(rank, kind="stable"))]
    weights = 1 / (np.arange(1, len(words) + 1) + SHIFT) ** EXPONENT
    return Vocabulary(np.array(words, dtype=object), np.cumsum(weights / weights.sum()), surnames)


def _stems(random: np.random.Generator, n: int) -> Iterator[str]:
    """Made words, no two alike, the short ones first."""
    onsets = np.array([*"bcdfghjklmnprstvw", *"bcdfglmnprst", "br", "cl", "dr", "gr", "pl", "pr", "st", "tr"])
    vowels, codas = np.array([*"aeiou", *"aeiou", "ea", "ou"]), np.array(["", "", *"nlrst", "nd", "st"])
    seen: set[str] = set()
    while len(seen) < n:
        n_syllables = 2 if len(seen) < n // 2 else 3  # one would make real words, some of them rude
        syllables = zip(random.choice(onsets, n_syllables), random.choice(vowels, n_syllables), strict=True)
        stem = "".join(a + b for a, b in syllables) + str(random.choice(codas))
        if stem not in seen:
            seen.add(stem)
            yield stem


@cache
def frames(seed: int = SEED) -> dict[str, list[str]]:
    """The patterns of each frame: about 3 to 4 words in a hundred of the corpus match one."""
    random, words = np.random.default_rng([seed, 1]), vocabulary(seed).words
    common = words[600:8_000]
    made = {}
    for number in range(N_FRAMES):
        plain = [*random.choice(common, 20, replace=False), *random.choice(words[8_000:30_000], N_PLAIN - 20)]
        long = [word for word in random.choice(common, 60, replace=False) if len(word) > 6]
        opened = [word[:-3] + "*" for word in long[:N_OPEN]]
        phrases = [_phrase(random, common) for _ in range(N_PHRASES)]
        made[f"frame-{number:02}"] = list(dict.fromkeys(map(str, [*plain, *opened, *phrases])))
    return made


def _phrase(random: np.random.Generator, common: Any) -> str:
    """Two to four words, every second one a function word."""
    choices = (common, FUNCTION_WORDS.split()[:40])
    return " ".join(random.choice(choices[number % 2]) for number in range(random.choice([2, 2, 2, 3, 4])))


def make_part(number: int, seed: int = SEED) -> pa.Table:
    """The articles of one part."""
    random = np.random.default_rng([seed, 2, number])
    sizes = np.maximum(FEWEST_WORDS, random.normal(MEAN_WORDS, SPREAD_OF_WORDS, PART)).astype(int)
    words = _words(random, int(sizes.sum()) + 40 * PART, seed)
    starts = np.cumsum(sizes + 40) - sizes - 40
    names = vocabulary(seed).surnames
    rows: dict[str, list[str]] = {name: [] for name in ("article_id", "outlet", "published", "headline", "text")}
    for place, (start, size) in enumerate(zip(starts.tolist(), sizes.tolist(), strict=True)):
        outlet = int(random.integers(len(OUTLETS)))
        headline = " ".join(words[start : start + 7]).capitalize()
        body = _body(random, words[start + 7 : start + 7 + size], names, typographic=outlet > 0)
        rows["article_id"].append(f"n{number * PART + place:08}")
        rows["outlet"].append(OUTLETS[outlet])
        rows["published"].append(f"2031-{random.integers(1, 13):02}-{random.integers(1, 29):02}")
        rows["headline"].append(headline)
        rows["text"].append(f"{headline}\n\n{body}")
    return pa.table(rows)


def _words(random: np.random.Generator, n: int, seed: int) -> list[str]:
    """Words in a row, with what print does to them."""
    known = vocabulary(seed)

    def drawn(n_drawn: int) -> Any:
        return known.words[np.searchsorted(known.reach, random.random(n_drawn)).clip(max=len(known.words) - 1)]

    def one_of(choices: Any) -> Any:
        return lambda at: np.array(choices, dtype=object)[random.integers(len(choices), size=at.sum())]

    words = drawn(n)
    phrases = [pattern for patterns in frames(seed).values() for pattern in patterns if " " in pattern]
    changes = [
        (0.0100, lambda at: words[at] + "’s"),
        (0.0030, lambda at: words[at] + "'s"),
        (0.0050, lambda at: words[at] + "-" + drawn(at.sum())),
        (0.0100, lambda at: random.integers(2_040, size=at.sum()).astype(str).astype(object)),
        (0.0030, lambda at: np.array([f"${a},{b:03}.5m" for a, b in random.integers(1, 999, (at.sum(), 2))], object)),
        (0.0020, one_of(("don’t", "isn't", "won’t", "they're", "I’ve"))),
        (0.0015, one_of(ACCENTED)),
        (0.0001, one_of(EMOJI)),
        (0.0003, one_of(ABBREVIATIONS)),
        (0.0003, lambda at: np.array([word.upper() for word in words[at]], dtype=object)),
        (0.0020, one_of(phrases)),
        (0.0500, one_of(known.surnames)),
        (SHARE_EVALUATIVE, one_of(EVALUATIVE.split())),
        (0.0500, lambda at: words[at] + ","),
        (0.0020, lambda at: words[at] + " —"),
        (0.0020, lambda at: words[at] + ";"),
    ]
    chance, low = random.random(n), 0.0
    for share, change in changes:
        at = (chance >= low) & (chance < low + share)
        words[at] = change(at)
        low += share
    return list(words.tolist())


def _body(random: np.random.Generator, words: list[str], names: list[str], *, typographic: bool) -> str:
    """Paragraphs of one to four sentences, some of which quote one of three speakers."""
    speakers = [_speaker(random, names) for _ in range(3)]
    n_most = len(words) // 8 + 1
    lengths = random.integers(8, 30, n_most).tolist()
    kinds = random.choice(len(KINDS), n_most, p=SHARES_OF_KINDS).tolist()
    who, verbs = random.integers(3, size=n_most).tolist(), random.integers(len(VERBS), size=n_most).tolist()
    breaks = (random.random(n_most) < 0.4).tolist()
    named: set[int] = set()
    written, at = [], 0
    for length, kind, number, verb, breaks_here in zip(lengths, kinds, who, verbs, breaks, strict=True):
        if at >= len(words):
            break
        said = " ".join(words[at : at + length]).rstrip(",;— ")
        at += length
        speaker = speakers[number].surname if number in named else speakers[number].full
        if kind:
            named.add(number)
        written += [_sentence(KINDS[kind], said, speaker, VERBS[verb]), "\n\n" if breaks_here else " "]
    text = "".join(written).rstrip()
    return text if typographic else text.replace("“", '"').replace("”", '"').replace("’", "'")


def _speaker(random: np.random.Generator, names: list[str]) -> Speaker:
    """An invented politician."""
    given, surname, office, country = (
        many[int(random.integers(len(many)))] for many in (GIVEN_NAMES, names, OFFICES, COUNTRIES)
    )
    return Speaker(f"{given} {surname}, the {office} of {country},", surname)


def _sentence(kind: str, said: str, speaker: str, verb: str) -> str:
    """One sentence."""
    capital = said[:1].upper() + said[1:]
    if kind == "narrated":
        return f"{capital}."
    if kind == "quoted":
        return f"“{capital},” {verb} {speaker.rstrip(',')}."
    if kind == "introduced":
        return f"{speaker} {verb}: “{capital}.”"
    if kind == "indirect":
        return f"{speaker} {verb} that {said}."
    if kind == "mixed":
        before, _, inside = said.partition(" ")
        return f"{speaker} {verb} that {before} “{inside}”."
    return f"According to {speaker.rstrip(',')}, {said}."


def write_corpus(path: Path, *, n_articles: int | None = None, megabytes: float | None = None, seed: int = SEED) -> int:
    """Write articles until there are so many, or so many megabytes of text; return how many there are."""
    made, size, number = 0, 0, 0
    with pq.ParquetWriter(path, make_part(0, seed).schema, compression="zstd") as writer:
        while (n_articles is not None and made < n_articles) or (megabytes is not None and size < megabytes * 1e6):
            part = make_part(number, seed)
            part = part if n_articles is None else part.slice(0, n_articles - made)
            writer.write_table(part)
            made, number = made + len(part), number + 1
            size += sum(len(text.encode()) for text in part["text"].to_pylist())
    return made


# Pieces that tell programs apart: what folds, joins, combines, separates or ends in unusual ways.
HOSTILE = """ß STRASSE straße ẞ İ ı e\u0301 é Cafe\u0301 ﬁ ﬁnance Ⅻ 𝐛𝐨𝐥𝐝 😀 👩\u200d👧 🇩🇪 3.14 1,000 1. ½ x²
    don't don’t donʼt 'tis ’90s co-op co\u00adop wa\u200dr e-mail U.S. u.s. a.b.c ΟΔΟΣ Σ ς ſ Å
    中文字 हिन्दी ไทย ٣ \u0301 ǅ ŉ Mr. No. not never but no , ; ! ? … ... :) :-( 8 ) (!) !!! NOT
    GREAT Good VERY least kind of without doubt the bomb " “ ” ’ ‘ ( ) — – * « »"""
GLUE = (*(" ",) * 12, "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2028", "\x00", "\x1c", "\x85", "\u200b", "\ufeff",
        "-", "\u2011", "'", "’", ". ", ", ", "", "_", "/", "\u0301", "1")  # fmt: skip


def hostile_texts(n: int, words: list[str], seed: int = SEED) -> list[str]:
    """Short texts in which these words, or patterns, stand between hostile pieces."""
    random, hostile = np.random.default_rng([seed, 3]), HOSTILE.split()
    texts = []
    for _ in range(n):
        n_pieces = int(random.choice([0, 1, 2, 3, 5, 10, 30]))
        chosen = [_piece(random, words, hostile) for _ in range(n_pieces)]
        texts.append("".join(piece + GLUE[int(random.integers(len(GLUE)))] for piece in chosen))
    return texts


def _piece(random: np.random.Generator, words: list[str], hostile: list[str]) -> str:
    """One of the words, its ending filled in and its letters as they come; or a hostile piece."""
    if random.random() < 0.4:
        return hostile[int(random.integers(len(hostile)))]
    word = words[int(random.integers(len(words)))].replace("*", ("", "s", "’s", "é", "-x")[int(random.integers(5))])
    return (word, word, word, word.upper(), word.title())[int(random.integers(5))]


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description="Write invented news for measuring.")
    parser.add_argument("file", type=Path)
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--articles", type=int)
    size.add_argument("--megabytes", type=float)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    n = write_corpus(asked.file, n_articles=asked.articles, megabytes=asked.megabytes, seed=asked.seed)
    print(f"{n:,} articles in {asked.file}")


if __name__ == "__main__":
    main()
