"""Make the two tables of weights of the attribution anew, from human-coded articles, where they are at hand.

    python benchmarks/attribution_weights.py [--write] [--check] [--strength ENDS SIGNS]

Fits `content_ends.csv` and `remark_signs.csv` of `framing/languages/en/` on the tuning articles of docs/accuracy.md and
measures what they do there. `--write` puts the tables there. `--check` fits them on four fifths of the articles at a
time and measures on the fifth left out: what the weights are worth on articles they were not fitted on.

The articles are looked for as `benchmarks/quotes.py` does. The same articles give the same tables, whatever the tables
were before. Decision 0004 tells why they are fitted so.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.quotes import VIEW, benchmark_folder, load_scorer, predict, read_set
from framing.speech import attributions, clauses, readings, scoring
from framing.speech.extraction import ReadArticle, read_article

FOLDER = ROOT / "framing" / "languages" / "en"
# What grammar settles: the weights of these facts are held near the values here, all others near none.
BY_GRAMMAR = {
    "any": -1.0,
    "at ;": 6.0,
    "closed .": 2.0,
    "closed, then capital": 2.0,
    "cue verb finite after ,": 3.0,  # ", she said"
    "cue verb finite after -": 2.0,
    "cue verb finite after c": 3.0,
    "cue verb g after ,": 3.0,  # ", adding"
    "cue verb g after -": 3.0,
    "cue verb g after i": 1.0,
    "front, clause after ,": 3.0,
    "n at u": 1.0,
    "n clause after i": 2.0,
    "n clause after u": 2.0,
    "n subject and cue after i": 2.0,
    "n subject and cue after u": 2.0,
    "n time": 2.0,
    "n venue": 2.0,
    "n verb after c": 3.0,  # "called it a farce and left"
    "no verb yet": -2.0,
    "relative, second verb": 3.0,
    "relative, then a cue": 4.0,
    "relative, verb after ,": 3.0,  # "Pratt, who said it rained, left"
    "subject and cue after ,": 2.5,
    "subject and cue after -": 2.0,
    "subject and cue after c": 3.0,
}
# How strongly weights are held: as strongly as articles left out of the fit bear without loss (--check; the figures are
# in docs/decisions/0004).
STRENGTH = {"content_ends": 8.0, "remark_signs": 8.0}
N_FOLDS = 5
LEAST_SEEN = {"content_ends": 15, "remark_signs": 10}  # facts seen less often have no weight
LEAST_WEIGHT = {"content_ends": 0.15, "remark_signs": 0.05}  # smaller ones are left out
N_ROUNDS = 2  # the signs decide which reading of a verb is taken, so that they are fitted again on what they chose

Weights = dict[str, float]


class Example(NamedTuple):
    """Facts about one possible end, or one reading, of an article; and whether people saw it so."""

    article: int
    facts: frozenset[str]
    right: bool


class Coded(NamedTuple):
    """An article as people coded it: its words, and the words of each remark of theirs."""

    text: str
    doc: Any
    quotes: list[tuple[Any, frozenset[int]]]
    answers: dict[str, Any]


def load_coded(score: Any, articles: Sequence[dict[str, Any]]) -> list[Coded]:
    """The articles with their remarks as words."""
    coded = []
    for article in articles:
        doc = score.Doc(article["text"])
        quotes = [(quote, doc.tokens([tuple(span) for span in quote["spans"]])) for quote in article["quotes"]]
        coded.append(Coded(article["text"], doc, [(quote, inside) for quote, inside in quotes if inside], article))
    return coded


def use_weights(stack: ExitStack, ends: Weights, signs: Weights) -> None:
    """Let the extraction read with these weights for as long as the stack is open."""
    stack.enter_context(patch.object(clauses, "end_weights", lambda language: ends))
    stack.enter_context(patch.object(scoring, "sign_weights", lambda language: signs))


def end_examples(coded: Sequence[Coded]) -> list[Example]:
    """Possible ends of the contents that begin where people let a remark begin, up to its end."""
    found: list[Example] = []
    calls: list[tuple[Any, ...]] = []
    content_end = clauses.content_end

    def listen(p: Any, start: int, hi: int, *more: Any) -> int:
        calls.append((p, start, hi, *more))
        return content_end(p, start, hi, *more)

    with patch.object(readings, "content_end", listen):
        for number, article in enumerate(coded):
            calls.clear()
            read_article(article.text)
            found += _ends_of(number, article, calls)
    return found


def _ends_of(number: int, article: Coded, calls: Sequence[tuple[Any, ...]]) -> Iterator[Example]:
    """The examples of one article; a beginning that several readings share counts once."""
    last_word: dict[int, int] = {}
    for quote, _ in article.quotes:
        for span in quote["spans"]:
            if inside := article.doc.tokens([tuple(span)]):
                last_word[min(inside)] = max(inside | {last_word.get(min(inside), 0)})
    seen = set()
    for p, start, hi, *more in calls:
        inside = article.doc.tokens([(p.starts[start], p.ends[hi - 1])]) if start < hi else ()
        if not inside or min(inside) not in last_word or (p.number, start) in seen:
            continue
        seen.add((p.number, start))
        for k, facts in clauses.candidate_ends(p, start, hi, *more):
            reached = max(article.doc.tokens([(p.starts[start], p.ends[k - 1])], False), default=-1)
            yield Example(number, frozenset(facts), reached == last_word[min(inside)])
            if reached >= last_word[min(inside)]:
                break


def sign_examples(score: Any, coded: Sequence[Coded]) -> list[Example]:
    """Every reading that is judged, likely or not, and whether people have a remark there."""
    found: list[Example] = []
    with patch.multiple(attributions, LEAST_CHANCE=-1.0, LEAST_CHANCE_ALONE=-1.0):
        for number, article in enumerate(coded):
            found += _signs_of(score, number, article, read_article(article.text))
    return found


def _signs_of(score: Any, number: int, article: Coded, read: ReadArticle) -> Iterator[Example]:
    """The examples of one article, judged as the scorer judges."""
    passages = {p.number: p for p in read.passages}
    no_text = article.doc.tokens([tuple(span) for span in article.answers.get("ignore", [])], False)
    asked = [score.in_view(quote, VIEW) for quote, _ in article.quotes]
    waived = frozenset().union(*(inside for (_, inside), view in zip(article.quotes, asked, strict=True) if not view))
    ours = [article.doc.tokens(remark.spans) for remark in read.remarks]
    match = {j: i for i, j in score.greedy([inside for _, inside in article.quotes], ours, 0.5)}
    for j, remark in enumerate(read.remarks):
        n_words = len(ours[j])
        if not n_words or 2 * len(ours[j] & no_text) > n_words:
            continue
        if asked[match[j]] if j in match else 2 * len(ours[j] & waived) <= n_words:
            facts = frozenset(scoring.signs(passages[remark.passage], remark.reading))
            yield Example(number, facts, j in match)


class Design(NamedTuple):
    """Examples as a matrix of facts, what is right, the article of each, and the value each weight is held near."""

    names: list[str]
    facts: Any
    right: Any
    article: Any
    near: Any

    def of(self, rows: Any) -> Design:
        """Some of the examples."""
        return self._replace(facts=self.facts[rows], right=self.right[rows], article=self.article[rows])


def design(examples: Sequence[Example], least_seen: int, by_grammar: Weights) -> Design:
    """The examples with the facts that are seen often enough, and those that grammar settles."""
    seen = Counter(fact for example in examples for fact in example.facts)
    names = sorted({fact for fact, n in seen.items() if n >= least_seen} | by_grammar.keys())
    column = {name: j for j, name in enumerate(names)}
    cells = [(i, column[fact]) for i, e in enumerate(examples) for fact in e.facts if fact in column]
    rows, columns = zip(*cells, strict=True)
    return Design(
        names,
        csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(examples), len(names))),
        np.array([example.right for example in examples], float),
        np.array([example.article for example in examples]),
        np.array([by_grammar.get(name, 0.0) for name in names]),
    )


def fit(d: Design, strength: float) -> Any:
    """Weights of a logistic regression, each held near its value by the square of the distance."""
    transposed = d.facts.T.tocsr()

    def loss(weights: Any) -> tuple[float, Any]:
        away, total = weights - d.near, d.facts @ weights
        lost = (np.logaddexp(0, total) - d.right * total).sum() + strength / 2 * (away @ away)
        return lost, transposed @ (1 / (1 + np.exp(-total)) - d.right) + strength * away

    return minimize(loss, d.near, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x


def fit_table(table: str, examples: Sequence[Example], strength: dict[str, float]) -> Weights:
    """The weights of one table, to one digit."""
    d = design(examples, LEAST_SEEN[table], BY_GRAMMAR if table == "content_ends" else {})
    fitted = zip(d.names, fit(d, strength[table]), strict=True)
    return {name: round(float(weight), 1) for name, weight in fitted if abs(weight) >= LEAST_WEIGHT[table]}


def fit_tables(score: Any, coded: Sequence[Coded], strength: dict[str, float]) -> tuple[Weights, Weights]:
    """Both tables from nothing but the articles and what grammar settles."""
    with ExitStack() as stack:
        use_weights(stack, BY_GRAMMAR, {})
        ends = fit_table("content_ends", end_examples(coded), strength)
    signs: Weights = {}
    for _ in range(N_ROUNDS):
        with ExitStack() as stack:
            use_weights(stack, ends, signs)
            signs = fit_table("remark_signs", sign_examples(score, coded), strength)
    return ends, signs


def measure(score: Any, coded: Sequence[Coded], ends: Weights, signs: Weights) -> Counter[str]:
    """The scorer's counts for articles that are read with these weights."""
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        use_weights(stack, ends, signs)
        for article in coded:
            counts.update(score.score_doc(article.answers, predict(read_article(article.text)), VIEW)[0])
    return counts


def tell(score: Any, name: str, counts: Counter[str]) -> None:
    """Print the measures of some articles."""
    summary = score.summary(counts)
    told = ", ".join(
        f"{m} {100 * summary[key][2]:.2f}" for m, key in (("span", "iou"), ("exact", "exact"), ("who", "who"))
    )
    print(f"{name}: {told}, cue {100 * summary['cue']:.1f}, " + _by_form(counts))


def _by_form(c: Counter[str]) -> str:
    forms = ("direct", "mixed", "indirect")
    recall = " ".join(f"{100 * c[f'm_{form}'] / c[f'g_{form}']:.1f}" for form in forms)
    return f"recall {recall}, precision " + " ".join(f"{100 * c[f'pm_{form}'] / c[f'p_{form}']:.1f}" for form in forms)


def check(score: Any, coded: Sequence[Coded], strength: dict[str, float]) -> None:
    """Measure each fifth of the articles with weights of the other four."""
    counts: Counter[str] = Counter()
    folds = [zlib.crc32(article.text.encode()) % N_FOLDS for article in coded]
    for fold in range(N_FOLDS):
        tables = fit_tables(score, [a for a, f in zip(coded, folds, strict=True) if f != fold], strength)
        counts.update(measure(score, [a for a, f in zip(coded, folds, strict=True) if f == fold], *tables))
    tell(score, "articles left out of the fit", counts)


def as_csv(weights: Weights) -> str:
    """A table of weights as its file holds it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["feature", "weight"])
    writer.writerows(sorted(weights.items()))
    return file.getvalue()


def main() -> int:
    """Fit, print, and write or check when asked to."""
    parser = argparse.ArgumentParser(description="Fit the weights of the attribution on human-coded articles.")
    parser.add_argument("--write", action="store_true", help="write content_ends.csv and remark_signs.csv")
    parser.add_argument("--check", action="store_true", help="measure on articles that were left out of the fit")
    parser.add_argument("--strength", type=float, nargs=2, metavar=("ENDS", "SIGNS"), help="try other strengths")
    options = parser.parse_args()
    folder = benchmark_folder()
    if not (folder / "data" / "polnear_train.jsonl").exists():
        print(f"no polnear_train.jsonl in {folder / 'data'}: nothing to fit on", file=sys.stderr)
        return 2
    score = load_scorer(folder)
    coded = load_coded(score, read_set(folder, "tuning"))
    strength = dict(zip(STRENGTH, options.strength or STRENGTH.values(), strict=True))
    ends, signs = fit_tables(score, coded, strength)
    print(f"held by {strength}: {len(ends)} weights of ends, {len(signs)} of signs")
    tell(score, "the articles of the fit", measure(score, coded, ends, signs))
    tell(score, "the same, with the tables there", measure(score, coded, clauses.end_weights(), scoring.sign_weights()))
    if options.check:
        check(score, coded, strength)
    if options.write:
        (FOLDER / "content_ends.csv").write_text(as_csv(ends), encoding="utf-8")
        (FOLDER / "remark_signs.csv").write_text(as_csv(signs), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
