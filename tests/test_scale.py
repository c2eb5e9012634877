"""A corpus of any size, part by part: the same numbers as at once, whatever is killed or damaged on the way."""

import errno
import hashlib
import json
import multiprocessing
import shutil
import signal
import subprocess
import sys
import time
import warnings
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scale_functions import (
    count_frames_in_little_memory,
    count_letters,
    count_letters_slowly,
    die_always,
    die_once,
    fail_at_storm,
    sleep_long_at_the_end,
)

import framing
from framing.errors import CorpusError, FramingError, FramingWarning, TableError
from framing.lexicon import Lexicon, Term
from framing.parts import PartWriter
from framing.studies import cli
from framing.studies.commands import large
from framing.studies.scale import crews, functions, mapping, opening
from framing.studies.scale.digests import describe_function
from framing.studies.scale.ledger import Ledger
from framing.studies.scale.reading import Reading, read_part
from framing.studies.scale.sources import find_parts
from framing.studies.scale.work import Job, do_part

WEATHER = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
SMALL = {"part_bytes": 1_000, "batch": 2_000}
ROWS = pd.DataFrame(
    {
        "article_id": [f"a{number:02d}" for number in range(30)],
        "outlet": ["The Lantern", "The Anchor", None] * 10,
        "text": [
            f'“A gale is coming,” Ada Brook said on day {number}.\n\nThe harbour, "closed, since dawn",\nfeared it. 🙂'
            for number in range(30)
        ],
    }
)


def write(rows, path, *, group=4):
    """A table as a file of each format."""
    if path.suffix == ".parquet":
        rows.to_parquet(path, row_group_size=group, index=False)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows.to_dict(orient="records")), encoding="utf-8")
    else:
        rows.to_csv(path, index=False)
    return path


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in sorted(Path(folder).glob("part-*"))}


def manifest_of(folder):
    return json.loads((Path(folder) / "_manifest.json").read_text("utf-8"))


@pytest.fixture(params=[".parquet", ".jsonl", ".csv"])
def corpus(request, tmp_path):
    return write(ROWS, tmp_path / f"articles{request.param}")


@pytest.fixture
def parquet(tmp_path):
    return write(ROWS, tmp_path / "articles.parquet")


# Cutting


@pytest.mark.parametrize(("part_bytes", "batch"), [(60, 1), (151, 500), (777, 900), (5_000, 500), (10_000_000, 1_000)])
def test_wherever_it_is_cut_the_articles_are_those_of_the_whole_file(corpus, part_bytes, batch):
    found = find_parts(corpus, part_bytes=part_bytes, columns={})
    reading = Reading(found.root, {}, "en", None, batch, 10_000)
    pieces = [one.articles for part in found.parts for one in read_part(part, reading)]
    pd.testing.assert_frame_equal(pd.concat(pieces, ignore_index=True), framing.read_articles(corpus))


@pytest.mark.parametrize("group", [1, 4, 7, 30])
def test_small_row_groups_are_taken_together_and_large_ones_cut(tmp_path, group):
    path = write(ROWS, tmp_path / "a.parquet", group=group)
    parts = find_parts(path, part_bytes=1_500, columns={}).parts
    assert 2 <= len(parts) <= 10
    assert [part.first for part in parts[1:]] == [part.stop for part in parts[:-1]]
    assert (parts[0].first, parts[-1].stop) == (0, len(ROWS))


@pytest.mark.parametrize(
    "begins", ["\ufeff", "\n\n", "sep=,\n", "\ufeffsep=,\n"], ids=["mark", "empty lines", "sep", "mark and sep"]
)
def test_what_stands_before_the_header_is_no_row(tmp_path, begins):
    path = tmp_path / "a.csv"
    path.write_text(begins + ROWS.to_csv(index=False), encoding="utf-8")
    found = find_parts(path, part_bytes=900, columns={})
    reading = Reading(found.root, {}, "en", None, 300, 10_000)
    ids = [name for part in found.parts for one in read_part(part, reading) for name in one.articles["article_id"]]
    assert ids == ROWS["article_id"].tolist()


# The same numbers


def test_counts_are_those_of_the_whole_with_any_number_of_workers(corpus, tmp_path):
    count = partial(framing.count_frames, lexicon=WEATHER)
    made = framing.map_articles(count, corpus, tmp_path / "one", **SMALL)
    assert len(made.parts) > 2
    expected = framing.count_frames(framing.read_articles(corpus), WEATHER)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "one").astype(expected.dtypes), expected)
    assert (made.manifest["n_articles"], made.manifest["n_rows"]) == (30, 30)


def test_two_workers_write_the_bytes_that_one_writes_also_of_equal_texts_without_ids(parquet, tmp_path):
    write(ROWS.assign(article_id=ROWS["article_id"].where(ROWS.index % 3 > 0), text="A gale is coming. " * 4), parquet)
    count = partial(count_frames_in_little_memory, lexicon=WEATHER)
    framing.map_articles(count, parquet, tmp_path / "one", **SMALL)
    framing.map_articles(count, parquet, tmp_path / "two", workers=2, **SMALL)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert manifest_of(tmp_path / "one") == manifest_of(tmp_path / "two")


COMMANDS = {
    "count": ["count", "--lexicon", "security"],
    "count wide": ["count", "--lexicon", "security", "--wide"],
    "count all": ["count", "--lexicon", "security", "--keep-furniture"],
    "sentiment": ["sentiment"],
    "remarks": ["remarks"],
    "remarks wide": ["remarks", "--wide", "--lexicon", "security"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_gives_a_folder_the_table_it_gives_a_file(command, tmp_path, capsys):
    source = tmp_path / "a.parquet"
    framing.read_articles(framing.corpus_folder() / "practice").drop(columns="warnings").to_parquet(source)
    at_once, in_parts = tmp_path / "once.parquet", f"{tmp_path}/parts/"
    assert cli.main([*command, str(source), "-o", str(at_once)]) == 0
    assert cli.main([*command, str(source), "-o", in_parts, "--workers", "1"]) == 0
    expected = pd.read_parquet(at_once)
    day = {name: expected[name].dtype for name in expected.columns if name == "published"}  # to seconds, or finer
    pd.testing.assert_frame_equal(pd.read_parquet(in_parts).astype(day), expected)
    assert "parts" in capsys.readouterr().err


def test_a_folder_of_tables_is_one_corpus(tmp_path):
    (tmp_path / "in").mkdir()
    write(ROWS.iloc[:10], tmp_path / "in" / "a.parquet")
    write(ROWS.iloc[10:20], tmp_path / "in" / "b.jsonl")
    write(ROWS.iloc[20:], tmp_path / "in" / "c.csv")
    made = framing.map_articles(count_letters, tmp_path / "in", tmp_path / "out", **SMALL)
    assert pd.read_parquet(tmp_path / "out")["article_id"].tolist() == ROWS["article_id"].tolist()
    assert made.parts["file"].unique().tolist() == ["a.parquet", "b.jsonl", "c.csv"]


def test_counts_that_a_function_gives_beside_its_table_are_added_up(parquet, tmp_path):
    made = framing.map_articles(lambda a: (count_letters(a), {"seen": len(a)}), parquet, tmp_path / "out", **SMALL)
    assert made.manifest["notes"] == {"seen": 30}


def test_lists_and_missing_cells_survive(parquet, tmp_path):
    def listed(articles):
        return pd.DataFrame({"spans": [[[0, 4]]] * len(articles), "outlet": articles["outlet"]})

    kinds = {"spans": "list", "outlet": "text"}
    framing.map_articles(listed, parquet, tmp_path / "out", kinds=kinds, **SMALL)
    table = pd.read_parquet(tmp_path / "out")
    assert set(table["spans"]) == {"[[0, 4]]"}
    assert table["outlet"].isna().sum() == 10


NUMBERS_OR_NONE = {
    "where some are missing": pd.array([1, None], "Int64"),
    "where none is": pd.array([1, 2], "Int64"),
    "truth values": pd.array([True, None], "boolean"),
    "that are never missing": pd.Series([1, 2], dtype="int64"),
}


@pytest.mark.parametrize("cells", NUMBERS_OR_NONE.values(), ids=NUMBERS_OR_NONE)
@pytest.mark.parametrize("first", [0, 15])
def test_whole_numbers_and_truth_values_are_read_back_as_what_they_were(parquet, tmp_path, cells, first):
    def tell(articles):
        chosen = [int(name[1:]) >= first for name in articles["article_id"]]  # the other parts have other cells
        return pd.DataFrame({"cell": pd.Series(cells).take([int(one) for one in chosen]).reset_index(drop=True)})

    framing.map_articles(tell, parquet, tmp_path / "out", **SMALL)
    made = pd.read_parquet(tmp_path / "out")["cell"]
    expected = [0] * first + [1] * (30 - first)
    pd.testing.assert_series_equal(made, pd.Series(cells, name="cell").take(expected).reset_index(drop=True))
    assert pq.read_table(tmp_path / "out").schema.field("cell").type in (pa.int64(), pa.bool_())


# Going on


def test_what_is_done_is_not_done_again(parquet, tmp_path):
    framing.map_articles(count_letters, parquet, tmp_path / "out", **SMALL)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("part-*")}
    seen = []
    made = framing.map_articles(count_letters, parquet, tmp_path / "out", tell=seen.append, **SMALL)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("part-*")} == times
    assert [(one.n_parts, one.n_articles) for one in seen] == [(len(made.parts), 30)]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"lexicon": WEATHER.with_terms("storm", ["dawn"])}, "function arguments lexicon from weather@1.0"),
        ({"batch": 300}, "batch from 2000 to 300"),
        ({"part_bytes": 900}, "part_bytes from 1000 to 900"),
    ],
    ids=["lexicon", "batch", "parts"],
)
def test_another_lexicon_or_setting_begins_anew_and_says_so(parquet, tmp_path, other, said):
    def run(folder, lexicon=WEATHER, **options):
        count = partial(framing.count_frames, lexicon=lexicon)
        return framing.map_articles(count, parquet, tmp_path / folder, **(SMALL | options))

    run("out")
    with pytest.warns(FramingWarning, match=said):
        run("out", **other)
    run("fresh", **other)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")


def test_other_code_begins_anew(parquet, tmp_path):
    def run():
        return framing.map_articles(count_letters, parquet, tmp_path / "out", **SMALL)

    run()
    code = mapping.describe_function(count_letters)["code"]
    assert code == hashlib.sha256(Path(count_letters.__code__.co_filename).read_bytes()).hexdigest()
    manifest = manifest_of(tmp_path / "out")
    manifest["settings"]["function"]["code"] = "another"
    (tmp_path / "out" / "_manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.warns(FramingWarning, match="function code from another"):
        run()


def test_what_a_function_finds_around_its_lines_counts_as_its_code(parquet, tmp_path):
    def counting(word):
        def count(articles):
            return pd.DataFrame({"n": articles["text"].str.count(word).astype("int64")})

        return count

    framing.map_articles(counting("gale"), parquet, tmp_path / "out", **SMALL)
    with pytest.warns(FramingWarning, match="function code from"):
        framing.map_articles(counting("harbour"), parquet, tmp_path / "out", **SMALL)
    assert pd.read_parquet(tmp_path / "out")["n"].sum() == 30


def test_a_global_name_of_a_notebook_counts_as_its_code():
    told = []
    for word in ("gale", "harbour", "harbour"):
        notebook = {"__name__": "__main__", "word": word}
        exec("def count(articles):\n    return articles['text'].str.count(word)", notebook)  # noqa: S102 - as a cell of a notebook is run
        told.append(describe_function(notebook["count"])["code"])
    assert told[0] != told[1] == told[2]


def test_a_file_that_changed_is_read_again_and_the_others_are_not(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        write(ROWS.assign(article_id=name + ROWS["article_id"]), tmp_path / "in" / f"{name}.jsonl")
    run = partial(framing.map_articles, count_letters, tmp_path / "in", tmp_path / "out", **SMALL)
    first = run()
    write(ROWS.assign(article_id="b" + ROWS["article_id"], text="It rained."), tmp_path / "in" / "b.jsonl")
    seen = []
    run(tell=seen.append)
    assert seen[0].n_parts == (first.parts["file"] == "a.jsonl").sum()
    assert pd.read_parquet(tmp_path / "out")["n_letters"].tolist()[-30:] == [10] * 30


@pytest.mark.parametrize("change", ["more before", "less", "gone"])
def test_a_file_that_changes_while_it_is_read_is_no_finished_run(tmp_path, change):
    path = write(ROWS, tmp_path / "a.jsonl")
    whole = path.read_text("utf-8")

    def meddle(progress):
        if progress.n_parts == 2:
            path.unlink()
            if change != "gone":
                path.write_text(
                    '{"article_id": "new", "text": "It rained."}\n' + whole if change != "less" else whole[:999]
                )

    with pytest.raises(CorpusError, match=r"a\.jsonl: changed while it was read\. Call again"):
        framing.map_articles(count_letters, path, tmp_path / "out", tell=meddle, **SMALL)
    assert not manifest_of(tmp_path / "out")["complete"]
    write(ROWS, path)
    framing.map_articles(count_letters, path, tmp_path / "out", **SMALL)
    assert bytes_of(tmp_path / "out") == finished(path, tmp_path)


SCRIPT = """
import sys
from pathlib import Path
from scale_functions import count_letters_slowly
import framing
if __name__ == "__main__":
    framing.map_articles(count_letters_slowly, sys.argv[1], sys.argv[2], workers=2, part_bytes=1_000, batch=2_000)
"""


def test_a_run_that_is_killed_is_gone_on_with_and_leaves_no_worker_behind(parquet, tmp_path):
    script, out = tmp_path / "run.py", tmp_path / "out"
    script.write_text(SCRIPT, "utf-8")
    root = Path(__file__).resolve().parents[1]
    environment = {"PYTHONPATH": f"{root}:{root / 'tests'}"}
    command = [sys.executable, str(script), str(parquet), str(out)]
    run = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while not list(out.glob("_parts/part-*.json")) and time.monotonic() < until and run.poll() is None:
        time.sleep(0.02)
    run.kill()
    run.communicate(timeout=30)  # comes back when the last process that holds the pipes has ended
    assert run.returncode == -signal.SIGKILL
    n_done = len(list(out.glob("_parts/part-*.json")))
    seen = []
    made = framing.map_articles(count_letters_slowly, parquet, out, tell=seen.append, **SMALL)
    assert 0 < n_done <= seen[0].n_parts < len(made.parts)
    framing.map_articles(count_letters_slowly, parquet, tmp_path / "whole", **SMALL)
    assert bytes_of(out) == bytes_of(tmp_path / "whole")
    assert manifest_of(out) == manifest_of(tmp_path / "whole")


def test_a_worker_that_is_killed_costs_time_not_results(parquet, tmp_path):
    die = partial(die_once, marker=str(tmp_path / "died"))
    framing.map_articles(die, parquet, tmp_path / "out", workers=2, kinds=KINDS, **SMALL)
    assert (tmp_path / "died").exists()
    assert list((tmp_path / "out").rglob(".*")) == []
    framing.map_articles(count_letters, parquet, tmp_path / "whole", **SMALL)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")


def fail_always(articles):
    raise ValueError


KINDS = {"article_id": "text", "n_letters": "whole number"}


def test_workers_that_die_again_and_again_end_in_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(crews, "MOST_FRUITLESS", 1)
    path = write(ROWS.head(2), tmp_path / "a.parquet")
    with pytest.raises(CorpusError, match=r"workers died .* memory"):
        framing.map_articles(die_always, path, tmp_path / "out", workers=2)
    assert list((tmp_path / "out").rglob(".*")) == []


DYING_AT_ONCE = """
import multiprocessing, sys
from functools import partial
from multiprocessing import resource_tracker
from scale_functions import count_letters_beside
import framing
if __name__ == "__main__":
    resource_tracker.ensure_running()
    multiprocessing.set_executable(sys.argv[3])
    count = partial(count_letters_beside, ballast="x" * 1_000_000)
    framing.map_articles(count, sys.argv[1], sys.argv[2], workers=2, kinds={"article_id": "text"})
"""


@pytest.mark.skipif(shutil.which("false") is None, reason="no program that ends at once")
def test_a_worker_that_dies_before_it_has_read_its_job_is_not_waited_for(parquet, tmp_path):
    script = tmp_path / "run.py"
    script.write_text(DYING_AT_ONCE, "utf-8")
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, str(script), str(parquet), str(tmp_path / "out"), shutil.which("false")]
    environment = {"PYTHONPATH": f"{root}:{root / 'tests'}"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert "workers died" in run.stderr


def test_when_it_is_interrupted_nobody_waits_for_the_parts_at_work(parquet, tmp_path):
    def interrupt(progress):
        if progress.n_parts == progress.all_parts - 1:
            raise KeyboardInterrupt

    begun = time.monotonic()
    options = {"kinds": KINDS, "tell": interrupt, "part_bytes": 5_000}
    with pytest.raises(KeyboardInterrupt):
        framing.map_articles(sleep_long_at_the_end, parquet, tmp_path / "out", workers=2, **options)
    assert time.monotonic() - begun < 200
    assert bytes_of(tmp_path / "out")
    assert multiprocessing.active_children() == []


def test_a_part_whose_worker_was_lost_before_it_could_say_so_is_not_done_again(parquet, tmp_path):
    found = find_parts(parquet, part_bytes=1_000, columns={})
    ledger = Ledger(tmp_path / "out")
    ledger.open({}, len(found.parts))
    reading = Reading(found.root, {}, "en", None, 2_000, 10_000)
    done = [
        do_part(Job(function, KINDS, reading, str(ledger.folder)), found.parts[0], "key")
        for function in (count_letters, fail_always)
    ]
    assert done[0].record == done[1].record
    assert done[1].problem == ""


def test_ctrl_c_says_how_to_go_on_and_leaves_whole_parts(parquet, tmp_path, monkeypatch, capsys):
    arguments = ["count", str(parquet), "--lexicon", "security", "-o", f"{tmp_path}/out/", "--workers", "1"]
    monkeypatch.setattr(mapping.map_articles, "__kwdefaults__", mapping.map_articles.__kwdefaults__ | SMALL)
    do_part = crews.do_part

    def stop_at_third(job, part, key):
        if part.number == 2:
            raise KeyboardInterrupt
        return do_part(job, part, key)

    with monkeypatch.context() as patched:
        patched.setattr(crews, "do_part", stop_at_third)
        assert cli.main(arguments) == 130
    assert "stopped. 2 of" in capsys.readouterr().err
    assert len(bytes_of(tmp_path / "out")) == 2
    assert cli.main(arguments) == 0
    assert "framing: 2 of" in capsys.readouterr().err
    assert manifest_of(tmp_path / "out")["complete"]


# What fails


def finished(source, tmp_path, **options):
    framing.map_articles(count_letters, source, tmp_path / "whole", **(options or SMALL))
    return bytes_of(tmp_path / "whole")


def test_a_full_disk_stops_the_run_and_a_second_call_completes_it(parquet, tmp_path, monkeypatch):
    write_parquet = PartWriter._write_parquet

    def fill(self, table):
        if self.path.name == "part-00002.parquet":
            raise OSError(errno.ENOSPC, "No space left on device")
        write_parquet(self, table)

    with monkeypatch.context() as patched:
        patched.setattr(PartWriter, "_write_parquet", fill)
        with pytest.raises(TableError, match=r"part-00002\.parquet: cannot be written \(No space left on device\)"):
            framing.map_articles(count_letters, parquet, tmp_path / "out", **SMALL)
    assert sorted(bytes_of(tmp_path / "out")) == ["part-00000.parquet", "part-00001.parquet"]
    assert list((tmp_path / "out").glob(".*")) == []
    framing.map_articles(count_letters, parquet, tmp_path / "out", **SMALL)
    assert bytes_of(tmp_path / "out") == finished(parquet, tmp_path)


def test_an_output_folder_that_disappears_is_noticed(parquet, tmp_path):
    def take_away(progress):
        if progress.n_parts == 2:
            shutil.rmtree(tmp_path / "out")

    with pytest.raises(TableError, match="is gone"):
        framing.map_articles(count_letters, parquet, tmp_path / "out", tell=take_away, **SMALL)
    framing.map_articles(count_letters, parquet, tmp_path / "out", **SMALL)
    assert bytes_of(tmp_path / "out") == finished(parquet, tmp_path)


def test_a_corrupt_row_group_fails_alone_and_is_named(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pandas(ROWS), path, row_group_size=10, write_page_checksum=True)
    sound = path.read_bytes()
    column = pq.ParquetFile(path).metadata.row_group(1).column(2)
    middle = column.data_page_offset + column.total_compressed_size // 2
    path.write_bytes(sound[:middle] + bytes(8) + sound[middle + 8 :])
    with pytest.raises(CorpusError, match=r"2 of 3 parts are done.*row group 1 \(rows 10 to 19\) cannot be read"):
        framing.map_articles(count_letters, path, tmp_path / "out", part_bytes=1_500)
    assert len(bytes_of(tmp_path / "out")) == 2
    assert not manifest_of(tmp_path / "out")["complete"]
    path.write_bytes(sound)
    framing.map_articles(count_letters, path, tmp_path / "out", part_bytes=1_500)
    assert bytes_of(tmp_path / "out") == finished(path, tmp_path, part_bytes=1_500)


RECORD_HARMS = {
    "a list": lambda record: [record],
    "a number": lambda record: 7,
    "less": lambda record: {name: cell for name, cell in record.items() if name != "n_articles"},
    "another number": lambda record: record | {"n_articles": 999},
    "another part": lambda record: record | {"part": 2},
}


@pytest.mark.parametrize("harm", ["half", "no record", "no ids", "other bytes", *RECORD_HARMS])
def test_a_part_that_is_half_there_is_done_again(parquet, tmp_path, harm):
    out = tmp_path / "out"
    framing.map_articles(count_letters, parquet, out, **SMALL)
    whole = out / "part-00001.parquet"
    if harm == "half":
        whole.write_bytes(whole.read_bytes()[:40])
    elif harm == "no record":
        (out / "_parts" / "part-00001.json").unlink()
    elif harm == "no ids":
        (out / "_parts" / "ids-00001.parquet").unlink()
    elif harm in RECORD_HARMS:
        record = out / "_parts" / "part-00001.json"
        record.write_text(json.dumps(RECORD_HARMS[harm](json.loads(record.read_text("utf-8")))), "utf-8")
    else:
        whole.write_bytes(whole.read_bytes()[:-1] + b"?")
    (out / ".part-00001.parquet.x7").write_bytes(b"PAR1 half of it")
    seen = []
    made = framing.map_articles(count_letters, parquet, out, tell=seen.append, **SMALL)
    assert seen[0].n_parts == len(made.parts) - 1
    assert made.manifest["n_articles"] == 30
    assert bytes_of(out) == finished(parquet, tmp_path)
    assert list(out.glob(".*")) == []


@pytest.mark.parametrize("harm", ["gone", "half", "empty", "another"])
def test_without_a_whole_manifest_what_is_done_is_not_done_again(parquet, tmp_path, harm):
    out = tmp_path / "out"
    framing.map_articles(count_letters, parquet, out, **SMALL)
    before = manifest_of(out)
    (out / "_manifest.json").unlink()
    if harm != "gone":
        written = {"half": '{"settings": {"bat', "empty": "", "another": '{"made by": "another program"}'}[harm]
        (out / "_manifest.json").write_text(written, "utf-8")
    seen = []
    made = framing.map_articles(count_letters, parquet, out, tell=seen.append, **SMALL)
    assert seen[0].n_parts == len(made.parts)
    assert manifest_of(out) == before


@pytest.mark.parametrize("name", ["part-notes.txt", "part-00000-a1.snappy.parquet", "_parts/notes.txt", ".part-mine"])
def test_a_file_that_no_run_has_put_into_the_folder_stays(parquet, tmp_path, name):
    out = tmp_path / "out"
    framing.map_articles(count_letters, parquet, out, **SMALL)
    (out / name).write_text("Mine.", "utf-8")
    framing.map_articles(count_letters, parquet, out, **SMALL)
    with pytest.warns(FramingWarning, match="done anew"):
        framing.map_articles(count_letters, parquet, out, **(SMALL | {"batch": 300}))
    assert (out / name).read_text("utf-8") == "Mine."


def test_of_a_corpus_that_became_smaller_no_part_is_left_over(parquet, tmp_path):
    out = tmp_path / "out"
    framing.map_articles(count_letters, parquet, out, **SMALL)
    write(ROWS.head(9), parquet)
    framing.map_articles(count_letters, parquet, out, **SMALL)
    framing.map_articles(count_letters, parquet, tmp_path / "whole", **SMALL)
    names = [sorted(path.name for path in folder.rglob("*")) for folder in (out, tmp_path / "whole")]
    assert names[0] == names[1]


def test_a_lone_surrogate_is_replaced_and_its_article_reported(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "It \\ud800 rained."}\n{"id": "b", "text": "Rain."}\n', "utf-8")
    made = framing.map_articles(count_letters, path, tmp_path / "out")
    assert made.unusual.iloc[0].tolist() == ["a", "a.jsonl", 0, "1 unreadable characters replaced"]
    assert made.manifest["n_rows"] == 2


def test_bytes_of_parquet_that_are_no_text_are_replaced_and_reported(tmp_path):
    raw = pa.array([b"It \xed\xa0\x80 rained.", b"Rain."], pa.binary())
    texts = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    pq.write_table(pa.table({"id": ["a", "b"], "text": texts}), tmp_path / "a.parquet")
    made = framing.map_articles(count_letters, tmp_path / "a.parquet", tmp_path / "out")
    assert made.unusual["article_id"].tolist() == ["a"]
    assert "unreadable characters" in made.unusual["what"][0]


def test_a_document_of_50_megabytes_is_set_aside_and_reported(tmp_path):
    rows = pd.DataFrame({"article_id": ["a", "book", "b"], "text": ["It rained.", "It rained. " * 4_600_000, "Rain."]})
    for name in ("a.parquet", "b.jsonl"):
        made = framing.map_articles(count_letters, write(rows, tmp_path / name), tmp_path / f"{name}-out")
        assert pd.read_parquet(tmp_path / f"{name}-out")["article_id"].tolist() == ["a", "b"]
        assert made.unusual["article_id"].tolist() == ["book"]
        assert (made.manifest["n_articles"], made.manifest["n_set_aside"]) == (2, 1)
        assert "set aside" in made.report()


def test_a_long_document_is_set_aside_in_every_format(corpus, tmp_path):
    rows = ROWS.copy()
    rows.loc[7, "text"] = "It rained. " * 20
    made = framing.map_articles(count_letters, write(rows, corpus), tmp_path / "out", longest=200, **SMALL)
    assert made.unusual["article_id"].tolist() == ["a07"]
    assert made.manifest["n_articles"] == 29


@pytest.mark.parametrize("kind", ["dictionary", "string_view"])
def test_a_long_document_is_set_aside_however_parquet_holds_its_texts(tmp_path, kind):
    texts = pa.array(["It rained. " * 20, "Rain."])
    held = texts.dictionary_encode() if kind == "dictionary" else texts.cast(pa.string_view())
    pq.write_table(pa.table({"id": ["a", "b"], "text": held}), tmp_path / "a.parquet")
    made = framing.map_articles(count_letters, tmp_path / "a.parquet", tmp_path / "out", longest=100)
    assert made.unusual["what"].tolist() == ["set aside: 220 characters, more than 100 characters"]
    assert pd.read_parquet(tmp_path / "out")["article_id"].tolist() == ["b"]


def test_a_null_text_is_an_article_of_no_words_and_reported(corpus, tmp_path):
    rows = ROWS.copy()
    rows.loc[[3, 20], "text"] = None
    count = partial(framing.count_frames, lexicon=WEATHER)
    made = framing.map_articles(count, write(rows, corpus), tmp_path / "out", **SMALL)
    assert made.unusual[["article_id", "what"]].to_numpy().tolist() == [["a03", "no text"], ["a20", "no text"]]
    counts = pd.read_parquet(tmp_path / "out").set_index("article_id")
    assert (len(counts), counts.loc["a03", "n_tokens"], counts.loc["a03", "n_matches"]) == (30, 0, 0)


def test_ids_that_stand_twice_in_one_part_or_in_two_are_found_and_nothing_is_lost(corpus, tmp_path):
    rows = ROWS.copy()
    rows.loc[1, "article_id"] = "a00"
    rows.loc[29, "article_id"] = "a02"
    count = partial(framing.count_frames, lexicon=WEATHER)
    made = framing.map_articles(count, write(rows, corpus), tmp_path / "out", **SMALL)
    assert made.repeated[["article_id", "n_times"]].to_numpy().tolist() == [["a00", 2], ["a02", 2]]
    assert made.repeated["parts"].iloc[1] == [0, len(made.parts) - 1]
    assert made.manifest["n_repeated_ids"] == 2
    assert len(pd.read_parquet(tmp_path / "out")) == 30
    assert "a00, a02" in made.report()


def test_a_function_that_fails_names_the_article_and_the_other_parts_are_done(parquet, tmp_path):
    rows = ROWS.copy()
    rows.loc[9, "text"] = "A storm."
    with pytest.raises(CorpusError, match=r"articles\.parquet: article 'a09': KeyError: 'storm'"):
        framing.map_articles(fail_at_storm, write(rows, parquet), tmp_path / "out", **SMALL)
    n_parts = len(find_parts(parquet, part_bytes=1_000, columns={}).parts)
    assert len(bytes_of(tmp_path / "out")) == n_parts - 1


WRONG_ROWS = {
    ".jsonl": ('{"id": "x", "text": 7}\n', r"row 31: text 7 is a number"),
    ".csv": ("x,The Lantern,a,b\n", r"row 92 has 4 cells|row 32 has 4 cells"),
}


@pytest.mark.parametrize("suffix", WRONG_ROWS)
def test_a_wrong_row_is_named_by_its_number_in_the_file(tmp_path, suffix):
    wrong, said = WRONG_ROWS[suffix]
    path = write(ROWS, tmp_path / f"a{suffix}")
    path.write_text(path.read_text("utf-8") + wrong, "utf-8")
    with pytest.raises(CorpusError, match=said):
        framing.map_articles(count_letters, path, tmp_path / "out", **SMALL)


def test_a_column_that_the_beginning_of_a_file_does_not_have_is_refused_and_not_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "HEAD_BYTES", 500)
    path = write(ROWS.drop(columns="outlet"), tmp_path / "a.jsonl")
    path.write_text(path.read_text("utf-8") + '{"article_id": "x", "title": "Gale", "text": "Rain."}\n', "utf-8")
    with pytest.raises(CorpusError, match=r"line 31: column 'title' stands in no line before"):
        framing.map_articles(count_letters, path, tmp_path / "out", **SMALL)
    path.write_text('{"article_id": "y", "title": null, "text": ""}\n' + path.read_text("utf-8"), "utf-8")
    framing.map_articles(count_letters, path, tmp_path / "out", **SMALL)
    expected = count_letters(framing.read_articles(path))
    assert pd.read_parquet(tmp_path / "out")["n_letters"].tolist() == expected["n_letters"].tolist()


REFUSED = {
    "no such file": ("gone.parquet", CorpusError, "no such file"),
    "no texts": ("numbers.csv", CorpusError, "no column of texts"),
    "no table": ("a.txt", CorpusError, "framing read"),
    "no Parquet": ("broken.parquet", CorpusError, "cannot be read"),
    "no row": ("empty.parquet", CorpusError, "not one row"),
    "no UTF-8": ("old.csv", CorpusError, "not in UTF-8"),
    "twins": ("twins.csv", CorpusError, "column 'text' stands twice"),
    "twins in Parquet": ("twins.parquet", CorpusError, "column 'text' stands twice"),
    "no objects": ("lists.jsonl", CorpusError, "line 1: .* is no JSON object"),
    "line ends of old": ("mac.csv", CorpusError, "new-line character .*framing read"),
}


@pytest.mark.parametrize(("name", "error", "said"), REFUSED.values(), ids=REFUSED)
def test_a_source_that_cannot_be_cut_is_refused_at_once(tmp_path, name, error, said):
    (tmp_path / "numbers.csv").write_text("a,b\n1,2\n")
    ROWS.iloc[:0].to_parquet(tmp_path / "empty.parquet")
    (tmp_path / "a.txt").write_text("It rained.")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no more")
    (tmp_path / "twins.csv").write_text("id,text,text\n1,It rained.,Rain.\n")
    twins = pa.Table.from_arrays([pa.array(["It rained."]), pa.array(["Rain."])], names=["text", "text"])
    pq.write_table(twins, tmp_path / "twins.parquet")
    (tmp_path / "lists.jsonl").write_text("[1, 2]\n")
    (tmp_path / "mac.csv").write_bytes(b"id,text\r1,It rained.\r2,Rain.\r")
    (tmp_path / "old.csv").write_bytes("id,text\n1,café\n".encode("cp1252"))
    with pytest.raises(error, match=said):
        framing.map_articles(count_letters, tmp_path / name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_other_things_is_left_alone(parquet, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("Mine.")
    for _ in range(2):
        with pytest.raises(TableError, match=r"'notes\.txt' and no run"):
            framing.map_articles(count_letters, parquet, tmp_path / "mine")
        (tmp_path / "mine" / "_manifest.json").write_text('{"made by": "another program"}')
    with pytest.raises(CorpusError, match="among the texts"):
        framing.map_articles(count_letters, tmp_path, tmp_path / "out")


@pytest.mark.skipif(sys.platform == "win32", reason="no file is held there")
def test_two_runs_at_once_into_one_folder_are_refused_and_the_first_goes_on(parquet, tmp_path):
    out, said = tmp_path / "out", []

    def start_another(progress):
        if progress.n_parts == 2:
            with pytest.raises(TableError, match="another run is writing here") as refusal:
                framing.map_articles(count_letters, parquet, out, **(SMALL | {"batch": 300}))
            said.append(refusal)

    framing.map_articles(count_letters, parquet, out, tell=start_another, **SMALL)
    assert said
    assert bytes_of(out) == finished(parquet, tmp_path)
    framing.map_articles(count_letters, parquet, out, **SMALL)


@pytest.mark.parametrize("option", ["workers", "batch", "longest", "part_bytes"])
@pytest.mark.parametrize("value", [0, -1, 1.5, True])
def test_a_number_that_is_none_is_refused(parquet, tmp_path, option, value):
    with pytest.raises(FramingError, match=option):
        framing.map_articles(count_letters, parquet, tmp_path / "out", **{option: value})


def test_a_function_without_columns_for_no_articles_is_asked_for_kinds(parquet, tmp_path):
    def first(articles):
        return articles.iloc[[0]][["article_id"]]

    with pytest.raises(TableError, match="kinds="):
        framing.map_articles(first, parquet, tmp_path / "out")
    with pytest.raises(TableError, match="not announced"):
        framing.map_articles(count_letters, parquet, tmp_path / "out", kinds={"article_id": "text"})
    with pytest.raises(TableError, match="kind 'words'"):
        framing.map_articles(count_letters, parquet, tmp_path / "out", kinds={"article_id": "words"})


def test_workers_without_a_folder_are_refused(parquet, tmp_path, capsys):
    command = ["count", str(parquet), "--lexicon", "security", "--workers", "2"]
    for output in ([], ["-o", str(tmp_path / "a.csv")]):
        assert cli.main([*command, *output]) == 2
        assert "-o results/" in capsys.readouterr().err
    assert cli.main(["count", "-", "--lexicon", "security", "-o", f"{tmp_path}/out/"]) == 2
    assert "standard input" in capsys.readouterr().err


def test_corrections_and_what_became_no_remark_are_told(tmp_path, capsys):
    source, audit = tmp_path / "a.parquet", tmp_path / "audit"
    framing.read_articles(framing.corpus_folder() / "practice").drop(columns="warnings").to_parquet(source)
    command = ["remarks", str(source), "-o", f"{tmp_path}/out/", "--workers", "1"]
    assert cli.main([*command, "--audit", "audit.csv"]) == 2
    assert "--audit audit/" in capsys.readouterr().err
    assert cli.main([*command, "--audit", f"{audit}/"]) == 0
    expected = framing.audit_remarks(
        framing.read_articles(source), skips=framing.find_furniture(framing.read_articles(source))
    )
    pd.testing.assert_frame_equal(pd.read_parquet(audit), expected, check_dtype=False)
    assert "no remark: " in capsys.readouterr().err


def test_nothing_is_shown_in_a_pipe_but_lines(parquet, tmp_path, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert (
            cli.main(["count", str(parquet), "--lexicon", "security", "-o", f"{tmp_path}/out/", "--workers", "1"]) == 0
        )
    told = capsys.readouterr()
    assert told.out == "" and "\r" not in told.err


def test_on_a_terminal_a_bar_shows_how_far_it_is(parquet, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(large, "BAR_AFTER_SECONDS", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    command = ["count", str(parquet), "--lexicon", "security", "-o", f"{tmp_path}/out/", "--workers", "1"]
    assert cli.main(command) == 0
    told = capsys.readouterr().err
    assert "counting" in told and "30 articles" in told and "B/s" in told


def test_the_functions_of_the_commands_take_no_articles_too():
    articles = framing.read_articles(framing.corpus_folder() / "practice").iloc[:1]
    count, kinds = functions.counting(WEATHER, wide=False, rules=None, keeps_furniture=True)
    assert list(count(articles)[0].columns) == list(kinds)
