"""Large runs that are stopped from outside, as real processes: one line for the person, nothing half done left over."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Who runs the tests in the background ignores Ctrl-C, and so would all that it starts: it is heard again first of all.
SCRIPT = """
import signal, sys
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from framing.studies import cli

    print("the command line is up", file=sys.stderr, flush=True)
    sys.exit(cli.main(sys.argv[1:]))
"""
WAITS = 60  # seconds, at most


@pytest.fixture
def command(tmp_path):
    """Of a run of two workers over two parts, seconds for each."""
    (tmp_path / "in").mkdir()
    for name in "ab":
        texts = [f"A gale is coming, Ada Brook said on day {number}. " * 40 for number in range(1_000)]
        rows = [{"id": f"{name}{number}", "text": text} for number, text in enumerate(texts)]
        (tmp_path / "in" / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "run.py").write_text(SCRIPT, "utf-8")
    arguments = ["count", f"{tmp_path}/in", "--lexicon", "security", "-o", f"{tmp_path}/out/", "--workers", "2"]
    return [sys.executable, f"{tmp_path}/run.py", *arguments]


MOMENTS = {
    "the command line is up": ("", 0.05),
    "all is imported": ("", 0.4),
    "the workers are started, and import": ("_manifest.json", 0.1),
    "the workers work": (".part-*", 0),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no groups of processes there")
@pytest.mark.parametrize(("there", "seconds"), MOMENTS.values(), ids=MOMENTS)
def test_ctrl_c_is_answered_with_one_line_at_any_moment_and_by_no_other_process(command, tmp_path, there, seconds):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stderr.readline() == "the command line is up\n"
    until = time.monotonic() + WAITS
    while there and not list((tmp_path / "out").glob(there)) and time.monotonic() < until and run.poll() is None:
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does
    _, told = run.communicate(timeout=WAITS)
    assert run.returncode == 130
    assert told.count("\n") == 1 and told.startswith("framing: stopped"), told
    assert "same command" in told
    assert list(tmp_path.glob("out/**/.*")) == []
