"""One program that counts, scores or finds remarks, in a process of its own: `speed.py` starts it.

    python benchmarks/speed_peers.py NAME FILE.parquet

Prints one line of JSON: seconds of the processor for reading, preparing, the first pass and a second one; words and
hits; a digest of its answers article by article, by which they are compared; the most memory in use; versions. Nothing
here is needed by the toolkit: a peer that is not installed is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# The words of DESIGN without combining marks, which `re` does not know and the corpus does not hold: a run of letters
# and digits, inner apostrophes, "." and "," between digits.
TOKEN = r"[^\W_]+(?:(?:['’]|(?<=\d)[.,](?=\d))[^\W_]+)*"


class Answers(NamedTuple):
    """What a program found: words and hits of all articles, and what must be equal to the reference."""

    n_tokens: int | None
    n_hits: int | None
    by_article: Any  # a list


class Peer(NamedTuple):
    """A program: what is read for it, what it makes of that, what must be installed, and what it does not do."""

    reads: Callable[[Path], Any]
    prepare: Callable[[Any], Callable[[], Answers]]
    needs: tuple[str, ...] = ()
    lacks: str = ""
    equals: str = ""  # whose answers its own must equal
    passes: int = 2


def read_texts(path: Path) -> list[str]:
    """The texts alone."""
    import pyarrow.parquet as pq

    texts: list[str] = pq.read_table(path, columns=["text"], use_threads=False)["text"].to_pylist()
    return texts


def read_articles(path: Path) -> Any:
    """The articles table."""
    import framing

    return framing.read_articles(path)


def made_lexicon() -> Any:
    """The made patterns as a lexicon."""
    from benchmarks.make_corpus import frames
    from framing.lexicon import Lexicon, Term

    terms = tuple(Term(frame, pattern) for frame, patterns in frames().items() for pattern in patterns)
    return Lexicon("made", "1.0", "en", "", "CC0-1.0", dict.fromkeys(frames(), "made words"), terms)


def literal_patterns() -> list[tuple[str, str]]:
    """Frame and pattern, without the patterns that have an open ending."""
    from benchmarks.make_corpus import frames

    return [(frame, pattern) for frame, patterns in frames().items() for pattern in patterns if "*" not in pattern]


def _count_frames(articles: Any) -> Callable[[], Answers]:
    import framing

    count_frames, lexicon = framing.count_frames, made_lexicon()
    # Imports, and the splitter of sentences is read: that is to prepare, as compiling an expression is. Of the patterns
    # and of the pieces of texts nothing is known yet.
    count_frames(articles.iloc[:1], framing.read_lexicon("security"))
    framing.sentences("It rained. We left.")

    def count() -> Answers:
        counts = count_frames(articles, lexicon)
        n_frames = len(lexicon.frames)
        n_tokens = counts["n_tokens"].to_numpy()[::n_frames]
        by_article = [n_tokens.tolist(), counts["n_matches"].tolist()]
        return Answers(int(n_tokens.sum()), int(counts["n_matches"].sum()), by_article)

    return count


def _reference(articles: Any) -> Callable[[], Answers]:
    """The same counts from places of words: the table of words, and every match in it."""
    import numpy as np

    import framing

    lexicon = made_lexicon()
    column = {frame: number for number, frame in enumerate(lexicon.frames)}

    def count() -> Answers:
        n_tokens: list[int] = []
        n_matches: list[int] = []
        for start in range(0, len(articles), 500):
            part = articles.iloc[start : start + 500].reset_index(drop=True)
            row = {name: number for number, name in enumerate(part["article_id"])}
            tokens = framing.tokenize(part)
            matches = framing.find_matches(tokens, lexicon)
            n_tokens += np.bincount(tokens["article_id"].map(row), minlength=len(part)).tolist()
            cell = matches["article_id"].map(row) * len(column) + matches["frame"].map(column)
            n_matches += np.bincount(cell, minlength=len(part) * len(column)).tolist()
        return Answers(sum(n_tokens), sum(n_matches), [n_tokens, n_matches])

    return count


def _findall(texts: list[str]) -> Callable[[], Answers]:
    find = re.compile(TOKEN).findall

    def count() -> Answers:
        n_tokens = [len(find(text)) for text in texts]
        return Answers(sum(n_tokens), None, n_tokens)

    return count


def _frame_regexes(texts: list[str]) -> Callable[[], Answers]:
    """One expression for each frame, as many a script has it."""
    from benchmarks.make_corpus import frames

    def one(pattern: str) -> str:
        return re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")

    longest_first = (sorted(patterns, key=len, reverse=True) for patterns in frames().values())
    finders = [re.compile(rf"\b(?:{'|'.join(map(one, many))})\b", re.IGNORECASE).findall for many in longest_first]
    words = re.compile(TOKEN).findall

    def count() -> Answers:
        n_tokens = n_hits = 0
        for text in texts:
            n_tokens += len(words(text))
            n_hits += sum(len(find(text)) for find in finders)
        return Answers(n_tokens, n_hits, None)

    return count


def _vectorizer(longest: int) -> Callable[[list[str]], Callable[[], Answers]]:
    """Scikit-learn's CountVectorizer, told which terms to count."""

    def prepare(texts: list[str]) -> Callable[[], Answers]:
        from sklearn.feature_extraction.text import CountVectorizer

        terms = dict.fromkeys(pattern for _, pattern in literal_patterns() if pattern.count(" ") < longest)
        vectorizer = CountVectorizer(vocabulary=list(terms), ngram_range=(1, longest), token_pattern=TOKEN)
        n_frames = Counter(pattern for _, pattern in literal_patterns())
        weights = [n_frames[term] for term in terms]

        def count() -> Answers:
            return Answers(None, int((vectorizer.transform(texts) @ weights).sum()), None)

        return count

    return prepare


def _nltk_words(texts: list[str]) -> Callable[[], Answers]:
    from nltk.tokenize import NLTKWordTokenizer

    split = NLTKWordTokenizer().tokenize
    n_frames = Counter(pattern for _, pattern in literal_patterns() if " " not in pattern)

    def count() -> Answers:
        n_tokens = n_hits = 0
        for text in texts:
            counts = Counter(split(text.lower()))
            n_tokens += counts.total()
            n_hits += sum(counts[term] * n for term, n in n_frames.items() if term in counts)
        return Answers(n_tokens, n_hits, None)

    return count


def _plain(texts: list[str]) -> list[str]:
    """What an engine is given: with a typographic apostrophe it reads no negation in *isn't*."""
    from framing.text import plain_apostrophes

    return [plain_apostrophes(text) for text in texts]


def _vader(texts: list[str]) -> Callable[[], Answers]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    score, plain = SentimentIntensityAnalyzer().polarity_scores, _plain(texts)
    return lambda: Answers(None, None, [score(text)["compound"] + 0.0 for text in plain])


def _our_vader(texts: list[str]) -> Callable[[], Answers]:
    from framing.terms.engine_vader import vader

    score, plain = vader().score, _plain(texts)
    return lambda: Answers(None, None, [score(text)[0] + 0.0 for text in plain])


def _textblob(texts: list[str]) -> Callable[[], Answers]:
    from textblob import TextBlob

    plain = _plain(texts)
    _ = TextBlob("So good.").sentiment  # reads the packaged lexicon
    return lambda: Answers(None, None, [[x + 0.0 for x in TextBlob(text).sentiment] for text in plain])


def _our_textblob(texts: list[str]) -> Callable[[], Answers]:
    from framing.terms.engine_textblob import polarity

    assess, plain = polarity().assess, _plain(texts)
    return lambda: Answers(None, None, [[value + 0.0 for value in assess(text)[0]] for text in plain])


def _remarks(articles: Any) -> Callable[[], Answers]:
    import framing

    extract = framing.extract_remarks
    extract(articles.iloc[:1])  # reads the word lists of the language

    def find() -> Answers:
        remarks = extract(articles)
        n_words = len(re.findall(TOKEN, "\n".join(articles["text"])))
        return Answers(n_words, len(remarks), None)

    return find


COUNTING = {
    "framing": Peer(read_articles, _count_frames, equals="reference"),
    "re.findall": Peer(read_texts, _findall, lacks="counts words and nothing else", equals="reference: words"),
    "one regex per frame": Peer(
        read_texts, _frame_regexes, lacks="possessives, sentence ends; a hit may begin inside a compound", passes=1
    ),
    "scikit-learn, 1-grams": Peer(
        read_texts, _vectorizer(1), ("sklearn",), "phrases, open endings, possessives, totals of words"
    ),
    "scikit-learn, 1-4-grams": Peer(
        read_texts,
        _vectorizer(4),
        ("sklearn",),
        "open endings, possessives, sentence ends, totals; hits may overlap",
        passes=1,
    ),
    "NLTK words + Counter": Peer(read_texts, _nltk_words, ("nltk",), "phrases, open endings", passes=1),
}
SENTIMENT = {
    "framing: VADER": Peer(read_texts, _our_vader, ("vaderSentiment",), equals="vaderSentiment"),
    "vaderSentiment": Peer(read_texts, _vader, ("vaderSentiment",), passes=1),
    "framing: TextBlob": Peer(read_texts, _our_textblob, ("textblob",), equals="TextBlob"),
    "TextBlob": Peer(read_texts, _textblob, ("textblob",), passes=1),
}
OTHERS = {
    "reference": Peer(read_articles, _reference, passes=1),
    "framing: remarks": Peer(read_articles, _remarks, passes=1),
}
PEERS = {**COUNTING, **SENTIMENT, **OTHERS}


def digest(answers: Any) -> str:
    """The digest of answers, exact to the last digit."""
    return hashlib.sha256(json.dumps(answers).encode()).hexdigest()[:16]


def peak_mib() -> float:
    """The most memory in use so far. From /proc, where it is this program's alone; elsewhere from getrusage."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s*(\d+)", status.read_text(encoding="ascii"))[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))


def measure(peer: Peer, path: Path) -> dict[str, Any]:
    """Run one program on one file."""
    at = [time.process_time()]

    def lap() -> float:
        at.append(time.process_time())
        return round(at[-1] - at[-2], 4)

    given = peer.reads(path)
    load = lap()
    run = peer.prepare(given)
    setup = lap()
    answers = run()
    first, peak = lap(), peak_mib()
    if peer.passes > 1:
        run()
    seconds = {"load": load, "setup": setup, "first": first, "again": lap() if peer.passes > 1 else None}
    found = {"n_tokens": answers.n_tokens, "n_hits": answers.n_hits, "digest": digest(answers.by_article)}
    if isinstance(answers.by_article, list) and answers.n_hits is not None:
        found["digest_words"] = digest(answers.by_article[0])
    versions = {name: version({"sklearn": "scikit-learn"}.get(name, name)) for name in peer.needs}
    return {**seconds, **found, "peak_mib": round(peak), "versions": versions}


if __name__ == "__main__":
    print(json.dumps(measure(PEERS[sys.argv[1]], Path(sys.argv[2]))))
