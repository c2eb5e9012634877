"""Measure how fast the toolkit counts, scores and finds remarks, beside what others use for the same work.

    python benchmarks/speed.py [--small] [--rounds N] [--only JOB ...] [--data FOLDER] [--write]

JOB is one of count-many, count-few, sentiment, remarks, growth, start and equality.

Every program runs in a process of its own on one core with one thread, in rounds whose order rotates, on invented news
(`make_corpus.py`). Counted are seconds of the processor, as other work on the machine would spoil those of the clock.
A ratio is that of two programs in one round; the median of the rounds is told, with the least and the greatest.

Before anything is timed, answers are compared with the obvious way (`speed_checks.py`), and a run whose answers are not
the reference's ends the measurement; of a peer that counts something else it is said what it does not do. What is not
installed is left out and named. `--write` puts everything into docs/performance.json, .md and .svg; with `--only`, what
was measured of the other jobs before stays there.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.speed_peers import COUNTING, PEERS, SENTIMENT

PROGRAM = Path(__file__).with_name("speed_peers.py")
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS", "POLARS_MAX_THREADS"), "1"
)
LEAST_QUANTEDA = 4  # the version that the goal names; earlier ones are slower


class Job(NamedTuple):
    """Some programs on the same articles."""

    n_articles: int
    peers: tuple[str, ...]


QUANTEDA = "quanteda"
JOBS = {
    "count-many": Job(20_000, (*(name for name in COUNTING if name != "one regex per frame"), QUANTEDA)),
    "count-few": Job(1_000, (*COUNTING, QUANTEDA)),
    "sentiment": Job(1_000, tuple(SENTIMENT)),
    "remarks": Job(1_000, ("framing: remarks",)),
}
GROWTH = (1_000, 10_000, 100_000)  # articles
STARTS = {
    "Python alone": ["-c", "pass"],
    "import framing": ["-c", "import framing"],
    "framing count, 20 articles": ["-m", "framing.studies.cli", "count", "few", "--lexicon", "security", "-o", "c.csv"],
}
SMALL = 20  # how many times fewer articles with --small


class Bench:
    """A folder with texts, and programs run on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._expected: dict[tuple[int, str], dict[str, Any]] = {}
        pins = hasattr(os, "sched_getaffinity") and shutil.which("taskset")
        self._pinned = ["taskset", "-c", str(max(os.sched_getaffinity(0)))] if pins else []

    def file(self, n_articles: int) -> Path:
        """The articles, made when first asked for."""
        path = self.folder / f"news-{n_articles}.parquet"
        if not path.exists():
            tell(f"writing {n_articles:,} invented articles")
            code = "import sys; from pathlib import Path; from benchmarks.make_corpus import write_corpus as write; "
            self.run([sys.executable, "-c", f"{code}write(Path(sys.argv[1]), n_articles={n_articles})", str(path)])
        return path

    def run(self, command: list[str]) -> tuple[str, float]:
        """Run a command on the one core; what it printed, and the processor's seconds for all of it."""
        environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as for anybody: compiled once, at the first call
        command = [*self._pinned, *command]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True, cwd=self.folder) as process:
            printed = process.stdout.read() if process.stdout else ""
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: see what it wrote above.")
        return printed, round(used.ru_utime + used.ru_stime, 4)

    def measure(self, peer: str, n_articles: int) -> dict[str, Any]:
        """One run of one program, its answers compared with the reference where it must equal it."""
        path = self.file(n_articles)
        command = [sys.executable, str(PROGRAM), peer, str(path)]
        if peer == QUANTEDA:
            command = ["Rscript", str(PROGRAM.with_name("speed_quanteda.R")), *map(str, self._for_r(path))]
        printed, whole = self.run(command)
        found = json.loads(printed.strip().splitlines()[-1])
        if peer in PEERS and PEERS[peer].equals:
            self._refuse_other_answers(peer, found, n_articles)
        return {"peer": peer, "whole": whole, **found}

    def expected(self, n_articles: int, of: str = "reference") -> dict[str, Any]:
        """The answers that others are held against."""
        if (n_articles, of) not in self._expected:
            tell(f"{of} on {n_articles:,} articles, not timed")
            printed, _ = self.run([sys.executable, str(PROGRAM), of, str(self.file(n_articles))])
            self._expected[n_articles, of] = json.loads(printed)
        return self._expected[n_articles, of]

    def _refuse_other_answers(self, peer: str, found: dict[str, Any], n_articles: int) -> None:
        of, _, part = PEERS[peer].equals.partition(": ")
        wanted = self.expected(n_articles, of)["digest_words" if part else "digest"]
        if found["digest"] != wanted:
            raise SystemExit(
                f"{peer}: its answers on {n_articles:,} articles are not those of {of}, so it is not timed. "
                "benchmarks/speed_checks.py shows where they differ."
            )

    def _for_r(self, path: Path) -> tuple[Path, Path]:
        """Texts and patterns as JSON."""
        texts, patterns = path.with_suffix(".json"), self.folder / "frames.json"
        if not texts.exists():
            code = (
                "import json, sys; from pathlib import Path; from benchmarks.make_corpus import frames; "
                "from benchmarks.speed_peers import read_texts; a, b, c = map(Path, sys.argv[1:]); "
                "b.write_text(json.dumps(read_texts(a))); c.write_text(json.dumps(frames()))"
            )
            self.run([sys.executable, "-c", code, str(path), str(texts), str(patterns)])
        return texts, patterns


def tell(words: str) -> None:
    """Say what is being done."""
    print(words, file=sys.stderr, flush=True)


def rotated(names: Iterable[Any], number: int) -> list[Any]:
    """The names, beginning with another one in each round."""
    listed = list(names)
    at = number % len(listed) if listed else 0
    return listed[at:] + listed[:at]


def measure_job(bench: Bench, job: Job, n_rounds: int) -> dict[str, Any]:
    """All rounds of one job."""
    missing = {peer: why for peer in job.peers if (why := missing_parts(peer))}
    present = [peer for peer in job.peers if peer not in missing]
    runs = []
    for number in range(n_rounds):
        tell(f"round {number + 1} of {n_rounds}: {', '.join(present)} on {job.n_articles:,} articles")
        runs += [bench.measure(peer, job.n_articles) | {"round": number} for peer in rotated(present, number)]
    return {"n_articles": job.n_articles, **size_of(bench, job.n_articles), "left_out": missing, "runs": runs}


def measure_growth(bench: Bench, sizes: Iterable[int], n_rounds: int) -> list[dict[str, Any]]:
    """Counting in corpora of several sizes, which take turns."""
    runs: dict[int, list[dict[str, Any]]] = {n_articles: [] for n_articles in sizes}
    for number in range(n_rounds):
        for n_articles in rotated(runs, number):
            tell(f"round {number + 1} of {n_rounds}: {n_articles:,} articles")
            runs[n_articles].append(bench.measure("framing", n_articles) | {"round": number})
    return [{"n_articles": n, **size_of(bench, n), "runs": of_size} for n, of_size in runs.items()]


def size_of(bench: Bench, n_articles: int) -> dict[str, Any]:
    """Megabytes, words and hits of so many articles."""
    expected = bench.expected(n_articles)
    code = "import sys; from pathlib import Path; from benchmarks.speed_peers import read_texts; "
    code += "print(sum(len(text.encode()) for text in read_texts(Path(sys.argv[1]))))"
    printed, _ = bench.run([sys.executable, "-c", code, str(bench.file(n_articles))])
    return {"megabytes": int(printed) / 1e6, "n_tokens": expected["n_tokens"], "n_hits": expected["n_hits"]}


def missing_parts(peer: str) -> str:
    """What a program needs and is not here; empty when all is."""
    if peer == QUANTEDA:
        return missing_quanteda()
    absent = [module for module in PEERS[peer].needs if importlib.util.find_spec(module) is None]
    return f"{', '.join(absent)} is not installed" if absent else ""


def missing_quanteda() -> str:
    """Why quanteda cannot be measured; empty when it can."""
    if not shutil.which("Rscript"):
        return "R is not installed"
    ask = ["Rscript", "-e", "cat(as.character(packageVersion('quanteda')))"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    found = answer.stdout.strip()
    if answer.returncode or not found:
        return "R has no package quanteda"
    return "" if int(found.split(".")[0]) >= LEAST_QUANTEDA else f"quanteda is {found}, the goal is set against 4"


def measure_starts(bench: Bench, n_rounds: int) -> list[dict[str, Any]]:
    """Whole processes that do next to nothing."""
    few = bench.folder / "few"
    few.mkdir(exist_ok=True)
    code = "import sys; from pathlib import Path; from benchmarks.speed_peers import read_texts; "
    code += "[Path(sys.argv[2], f'{k:02}.txt').write_text(t) for k, t in enumerate(read_texts(Path(sys.argv[1]))[:20])]"
    bench.run([sys.executable, "-c", code, str(bench.file(1_000)), str(few)])
    tell("starting")
    for command in STARTS.values():
        bench.run([sys.executable, *command])  # not counted: Python compiles what it has not yet compiled
    return [
        {"peer": name, "round": number, "whole": bench.run([sys.executable, *STARTS[name]])[1]}
        for number in range(n_rounds)
        for name in rotated(STARTS, number)
    ]


def describe_machine() -> dict[str, Any]:
    """The machine without its name: processor, cores, memory, systems and versions."""
    facts = {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()}
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        facts["processor"] = models[0] if models else facts["processor"]
    facts["memory_gib"] = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    names = ("numpy", "pandas", "pyarrow", "regex", "nltk", "textblob", "vaderSentiment", "scikit-learn")
    return {**facts, "versions": {"python": platform.python_version(), **{n: v for n in names if (v := _version(n))}}}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure speed beside other programs.")
    parser.add_argument("--small", action="store_true", help=f"{SMALL} times fewer articles, to see that all runs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=[*JOBS, "growth", "start", "equality"], metavar="JOB")
    parser.add_argument("--data", type=Path, help="keep the articles in this folder and use what is there")
    parser.add_argument("--write", action="store_true", help="write docs/performance.json, .md and .svg")
    asked = parser.parse_args()
    if asked.small and asked.write:
        parser.error("--small is for trying: goals are set against the full sizes, so it writes no page.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (asked.data or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        record = measure_all(Bench(folder), asked)
        finish(record, asked.write, folder if asked.data else None)


def measure_all(bench: Bench, asked: argparse.Namespace) -> dict[str, Any]:
    """Checks first, then everything that is timed."""
    from benchmarks.speed_checks import SIZES, count_differences

    wanted = asked.only or [*JOBS, "growth", "start", "equality"]
    smaller = SMALL if asked.small else 1
    record: dict[str, Any] = {"machine": describe_machine()}
    if "equality" in wanted:
        record["equality"] = count_differences(bench.file(SIZES["ordinary"] // smaller), smaller, tell)
        if any(row["n_different"] for row in record["equality"]):
            raise SystemExit(f"answers differ, nothing is timed: {record['equality']}")
    for name in (name for name in JOBS if name in wanted):
        job = JOBS[name]._replace(n_articles=JOBS[name].n_articles // smaller)
        record[name] = measure_job(bench, job, asked.rounds)
    if "growth" in wanted:
        record["growth"] = measure_growth(bench, [size // smaller for size in GROWTH], asked.rounds)
    if "start" in wanted:
        record["start"] = measure_starts(bench, asked.rounds)
    return record


def finish(record: dict[str, Any], writes: bool, folder: Path | None) -> None:
    """Print the tables; write what is asked for."""
    from benchmarks import speed_page

    print("\n\n".join(speed_page.tables(record).values()))
    if folder:
        speed_page.write_numbers(record, folder)
    if writes:
        stored = ROOT / "docs" / "performance.json"
        before = json.loads(stored.read_text(encoding="utf-8")) if stored.exists() else {}
        speed_page.write(before | record, ROOT / "docs")


if __name__ == "__main__":
    main()
