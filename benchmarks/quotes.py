"""Measure the extraction of remarks on human-coded articles, where they are at hand.

    python benchmarks/quotes.py [polnear_dev] [--errors N] [--view speech|quoted|all] [--json FILE]

The articles are no part of this project. They are looked for in the folder of the variable QUOTES_DATA, else in
`shared/bench/quotes` beside the project: `score.py` and `data/`. Without them there is nothing to measure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from framing.speech.extraction import read_article


def benchmark_folder() -> Path:
    """The folder with the scorer and the articles."""
    return Path(os.environ.get("QUOTES_DATA", ROOT.parent / "shared" / "bench" / "quotes"))


def predict(text: str) -> list[dict[str, object]]:
    """The remarks of a text as the scorer reads them."""
    lines = []
    for remark in read_article(text).remarks:
        line: dict[str, object] = {
            "start": remark.start,
            "end": remark.end,
            "spans": remark.spans,
            "type": remark.form,
            "cue": text[slice(*remark.cue)] if remark.cue else "",
            "speaker": remark.speaker or (remark.source.label if remark.source else ""),
            "rule": remark.reading.rule,
        }
        if remark.source_span:
            line["speaker_start"], line["speaker_end"] = remark.source_span
            line["speaker_mention"] = text[slice(*remark.source_span)]
        lines.append(line)
    return lines


def main() -> int:
    """Predict, score, and say how long it took."""
    arguments = sys.argv[1:]
    split = arguments.pop(0) if arguments and not arguments[0].startswith("-") else "polnear_dev"
    folder = benchmark_folder()
    articles = folder / "data" / f"{split}.text.jsonl"
    if not articles.exists():
        print(f"no {articles.name} in {folder / 'data'}: nothing to measure", file=sys.stderr)
        return 2
    documents = [json.loads(line) for line in articles.read_text(encoding="utf-8").splitlines() if line.strip()]
    started = time.process_time()
    lines = [{"doc_id": document["doc_id"], "quotes": predict(document["text"])} for document in documents]
    seconds = time.process_time() - started
    n_characters = sum(len(document["text"]) for document in documents)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    environment = {**os.environ, "QUOTES_DATA": str(folder / "data")}
    subprocess.run(
        [sys.executable, str(folder / "score.py"), split, file.name, *arguments], check=False, env=environment
    )
    Path(file.name).unlink()
    print(f"{n_characters / seconds / 1e6:.2f} MB/s, {len(documents) / seconds:.0f} articles/s of "
          f"{n_characters // len(documents)} characters")  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
