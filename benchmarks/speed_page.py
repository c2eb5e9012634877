"""Tables and picture of docs/performance.md, from the runs in docs/performance.json."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.speed_peers import PEERS

PLACE = re.compile(r"^<!-- table: (\S+) -->\n(?:(?!<!--).*\n)*<!-- end -->$", re.MULTILINE)
BASES = {"vaderSentiment": "framing: VADER", "TextBlob": "framing: TextBlob"}  # all others: framing
WORDS_OF_AN_ARTICLE = 500
Record = dict[str, Any]


class Ratio(NamedTuple):
    """How many times as long: in the median round, in the least and in the greatest."""

    median: float
    least: float
    greatest: float


class Goal(NamedTuple):
    """What was set beforehand: whether more is better, what must be and what was aimed at, and what was measured."""

    what: str
    must: float
    aim: float
    more_is_better: bool
    measured: Callable[[Record], float | None]


def ratio(record: Record, job: str, peer: str, *, seconds: str = "first") -> Ratio | None:
    """How many times the seconds of the toolkit a peer needs, round by round."""
    runs = record.get(job, {"runs": []})["runs"]
    ours, theirs = ([run for run in runs if run["peer"] == name] for name in (BASES.get(peer, "framing"), peer))
    return _round_by_round(theirs, ours, seconds)


def growth(record: Record, row: int) -> Ratio | None:
    """How many times as long a corpus takes as the one before it."""
    sizes = record.get("growth", [])
    return _round_by_round(sizes[row]["runs"], sizes[row - 1]["runs"], "first") if row < len(sizes) else None


def _round_by_round(runs: list[Record], others: list[Record], seconds: str) -> Ratio | None:
    """Seconds of some runs for each second of others in the same round."""
    by_round = {run["round"]: run[seconds] for run in others}
    return _spread([run[seconds] / by_round[run["round"]] for run in runs if run["round"] in by_round])


def _spread(values: list[float]) -> Ratio | None:
    return Ratio(median(values), min(values), max(values)) if values else None


def articles_a_second(record: Record) -> Ratio | None:
    """Articles of 500 words whose remarks are found in a second."""
    job = record.get("remarks", {"n_tokens": 0, "runs": []})
    return _spread([job["n_tokens"] / WORDS_OF_AN_ARTICLE / run["first"] for run in job["runs"]])


def start(record: Record, name: str) -> Ratio | None:
    """Seconds of a whole process."""
    return _spread([run["whole"] for run in record.get("start", []) if run["peer"] == name])


def differences(record: Record) -> int | None:
    """Texts that were answered otherwise than by the obvious way."""
    rows = record.get("equality")
    return None if rows is None else sum(row["n_different"] for row in rows)


def _middle(ratio: Ratio | None) -> float | None:
    return None if ratio is None else ratio.median


GOALS = (
    Goal("counting, times as fast as quanteda 4, 20,000 articles", 10, 17, True,
         lambda record: _middle(ratio(record, "count-many", "quanteda"))),
    Goal("counting, times as fast as scikit-learn with 1-4-grams, 20,000 articles", 5, 8, True,
         lambda record: _middle(ratio(record, "count-many", "scikit-learn, 1-4-grams"))),
    Goal("counting, times as fast as one regular expression per frame, 1,000 articles", 25, 45, True,
         lambda record: _middle(ratio(record, "count-few", "one regex per frame"))),
    Goal("VADER, times as fast, equal scores", 8, 14, True,
         lambda record: _middle(ratio(record, "sentiment", "vaderSentiment"))),
    Goal("TextBlob, times as fast, equal scores", 4, 6, True,
         lambda record: _middle(ratio(record, "sentiment", "TextBlob"))),
    Goal("remarks, articles of 500 words a second", 300, 600, True, lambda record: _middle(articles_a_second(record))),
    Goal("`import framing`, seconds", 0.3, 0.15, False, lambda record: _middle(start(record, "import framing"))),
    Goal("`framing count` of 20 articles, whole process, seconds", 1.0, 0.5, False,
         lambda record: _middle(start(record, "framing count, 20 articles"))),
    Goal("counting, cost of 10 times as many articles: 1,000 to 10,000", 10.5, 10, False,
         lambda record: _middle(growth(record, 1))),
    Goal("counting, cost of 10 times as many articles: 10,000 to 100,000", 10.5, 10, False,
         lambda record: _middle(growth(record, 2))),
    Goal("texts answered otherwise than by the reference", 0, 0, False, differences),
)  # fmt: skip


def as_json(record: Record) -> str:
    """The record as JSON, a run to a line."""
    text = json.dumps(record, indent=1, ensure_ascii=False)
    return (
        re.sub(r"\{\s+([^{}]*(?:\{[^{}]*\}[^{}]*)?)\s+\}", lambda m: "{" + re.sub(r"\s+", " ", m[1]) + "}", text) + "\n"
    )


def tables(record: Record) -> dict[str, str]:
    """All tables, by the name of their place in the page."""
    return {
        "machine": _machine(record),
        "goals": _goals(record),
        "count-many": _job(record, "count-many"),
        "count-few": _job(record, "count-few"),
        "sentiment": _job(record, "sentiment"),
        "remarks": _remarks(record),
        "growth": _growth(record),
        "starts": _starts(record),
        "equality": _equality(record),
    }


def fill_page(page: str, record: Record) -> str:
    """The page with each table between its two comments; every table must have its place and every place its table."""
    made = tables(record)
    places = PLACE.findall(page)
    if sorted(places) != sorted(made):
        raise ValueError(f"The page has places for the tables {sorted(places)}, and there are {sorted(made)}.")
    return PLACE.sub(lambda place: f"<!-- table: {place[1]} -->\n{made[place[1]]}\n<!-- end -->", page)


def write(record: Record, folder: Path) -> None:
    """Put the tables into the page, the record and the picture beside it."""
    page = folder / "performance.md"
    page.write_text(fill_page(page.read_text(encoding="utf-8"), record), encoding="utf-8")
    write_numbers(record, folder)


def write_numbers(record: Record, folder: Path) -> None:
    """Write the record and the picture."""
    from framing.figures.drawing import to_svg

    (folder / "performance.json").write_text(as_json(record), encoding="utf-8")
    (folder / "performance.svg").write_text(to_svg(draw(record)), encoding="utf-8")


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(head), *(list(map(str, row)) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def short(number: float | None) -> str:
    """A number with about three digits that say something."""
    if number is None:
        return ""
    return f"{number:,.0f}" if number >= 100 or number == 0 else f"{number:.3g}"


def _span(ratio: Ratio | None) -> str:
    if ratio is None:
        return ""
    return f"{short(ratio.median)} ({short(ratio.least)} to {short(ratio.greatest)})"


def _machine(record: Record) -> str:
    machine = record["machine"]
    rows = [["processor", machine["processor"]], ["cores", machine["cores"]]]
    rows += [["memory, GiB", machine["memory_gib"]], ["system", machine["system"]]]
    rows += [[name, number] for name, number in machine["versions"].items()]
    return _table(["machine", ""], rows)


def _goals(record: Record) -> str:
    rows = []
    for goal in GOALS:
        value = goal.measured(record)
        sign = 1 if goal.more_is_better else -1
        answers = ["" if value is None else "yes" if sign * value >= sign * to else "**no**" for to in goal[1:3]]
        at_most = "" if goal.more_is_better else "at most "
        shown = "not measured" if value is None else short(value)
        rows.append([goal.what, f"{at_most}{goal.must:g}", f"{at_most}{goal.aim:g}", shown, *answers])
    return _table(["what", "must", "aim", "reached", "must reached", "aim reached"], rows)


def _job(record: Record, name: str) -> str:
    """Peers of one job, one a row; what was left out below."""
    job = record.get(name)
    if not job:
        return "Not measured."
    head = ["program", "MB/s", "seconds, first pass", "second pass", "to prepare", "whole process", "most MiB"]
    head += ["times as long, first pass", "whole process", "hits found", "what it does not do"]
    names = list(dict.fromkeys(run["peer"] for run in sorted(job["runs"], key=lambda run: run["round"])))
    lines = [_table(head, [_peer_row(record, name, peer) for peer in names])]
    n_rounds = 1 + max(run["round"] for run in job["runs"])
    size = f"{job['n_articles']:,} articles, {job['megabytes']:.1f} MB, {job['n_tokens']:,} words; {n_rounds} rounds"
    left_out = [f"{peer} ({why})" for peer, why in job["left_out"].items()]
    lines.append(f"\n{size}." + (f" Not measured here: {'; '.join(left_out)}." if left_out else ""))
    return "\n".join(lines)


def _peer_row(record: Record, name: str, peer: str) -> list[str]:
    job = record[name]
    runs = [run for run in job["runs"] if run["peer"] == peer]

    def middle(key: str) -> float | None:
        values = [run[key] for run in runs if run[key] is not None]
        return median(values) if values else None

    first = middle("first") or 0.0
    n_hits = runs[0]["n_hits"]
    found = "" if n_hits is None or peer == "framing: remarks" else f"{100 * n_hits / job['n_hits']:.1f} %"
    is_base = peer.startswith("framing")
    versions = ", ".join(f"{name} {number}" for name, number in runs[0]["versions"].items())
    lacks = PEERS[peer].lacks if peer in PEERS else "places of hits, possessives, sentence ends"
    return [
        f"**{peer}**" if is_base else f"{peer} ({versions})" if peer == "quanteda" else peer,
        short(job["megabytes"] / first),
        *(short(middle(key)) for key in ("first", "again", "setup", "whole", "peak_mib")),
        "1" if is_base else _span(ratio(record, name, peer)),
        "1" if is_base else _span(ratio(record, name, peer, seconds="whole")),
        found,
        lacks,
    ]


def _remarks(record: Record) -> str:
    job = record.get("remarks")
    if not job:
        return "Not measured."
    n_remarks = job["runs"][0]["n_hits"]
    peak = median(run["peak_mib"] for run in job["runs"])
    row = [f"{job['n_articles']:,}", f"{job['n_tokens']:,}", f"{n_remarks:,}", _span(articles_a_second(record))]
    return _table(["articles", "words", "remarks found", "articles of 500 words a second", "most MiB"],
                  [[*row, short(peak)]])  # fmt: skip


def _growth(record: Record) -> str:
    rows = []
    for number, size in enumerate(record.get("growth", [])):
        seconds, peak = (median(run[key] for run in size["runs"]) for key in ("first", "peak_mib"))
        times = _span(growth(record, number)) if number else ""
        speed = short(size["megabytes"] / seconds)
        rows.append([f"{size['n_articles']:,}", f"{size['megabytes']:.1f}", short(seconds), speed, times, short(peak)])
    head = ["articles", "MB", "seconds, first pass", "MB/s", "times as long as the row above", "most MiB"]
    return _table(head, rows) if rows else "Not measured."


def _starts(record: Record) -> str:
    names = dict.fromkeys(run["peer"] for run in record.get("start", []))
    rows = [[name, _span(start(record, name))] for name in names]
    return _table(["whole process", "seconds"], rows) if rows else "Not measured."


def _equality(record: Record) -> str:
    rows = [[row["what"], row["of"], f"{row['n_texts']:,}", row["n_different"]] for row in record.get("equality", [])]
    return _table(["compared", "with", "texts", "that differ"], rows) if rows else "Not compared."


def draw(record: Record) -> Any:
    """How many times as long each program takes, with the rounds that were least and greatest."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    from framing.figures.drawing import BLUE, GREY, PAGE_WIDTH, Picture, house_style

    rows = [
        (f"{peer}, {record[job]['n_articles']:,} articles", times)
        for job in ("count-many", "count-few", "sentiment")
        for peer in dict.fromkeys(run["peer"] for run in record.get(job, {"runs": []})["runs"])
        if not peer.startswith("framing") and (times := ratio(record, job, peer)) is not None
    ]
    with house_style():
        figure = Picture(figsize=(PAGE_WIDTH, 0.9 + 0.22 * len(rows)), layout="constrained")
        axes = figure.subplots()
        for place, (_, times) in enumerate(rows):
            axes.plot([times.least, times.greatest], [place, place], color=BLUE, lw=1.4, solid_capstyle="butt")
            axes.plot(times.median, place, "o", color=BLUE, ms=4)
            axes.annotate(short(times.median), (times.greatest, place), (5, 0), textcoords="offset points", va="center")
        axes.axvline(1, color=GREY, lw=0.8)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_yticks(range(len(rows)), [label for label, _ in rows])
        axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
        axes.margins(x=0.12)
        axes.set_xlabel("times the toolkit's seconds, first pass (line: least and greatest of the rounds)")
        figure.framing_title = "How many times as long other programs take"
        figure.framing_alt = "; ".join(f"{label}: {short(times.median)}" for label, times in rows)
    return figure
