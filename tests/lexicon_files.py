"""Reads a lexicon of the toolkit as plain files, as the person does who edits it, and says what is unsound."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Row = dict[str, str]
WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*(?: [^\W_]+(?:'[^\W_]+)*)*")


class LexiconFiles:
    """The four files of a lexicon, and questions about them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = ROOT / "framing" / "lexicons" / name
        head = tomllib.loads((self.folder / "lexicon.toml").read_text(encoding="utf-8"))
        self.definitions: dict[str, str] = head["frames"]
        self.labels: dict[str, str] = head["labels"]
        self.terms, self.examples, self.validations = map(self.rows, ("terms", "examples", "validation"))
        self.masks = {(row["frame"], row["pattern"]) for row in self.terms if row["frame"].startswith("-")}

    def rows(self, name: str) -> list[Row]:
        """The rows of one of the tables."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def patterns(self, frame: str) -> list[str]:
        """The patterns of a frame, or of the masks of one (`-NAME`) or of all (`-`)."""
        return [row["pattern"] for row in self.terms if row["frame"] == frame]

    def strays(self) -> set[str]:
        """Frames of rows that `lexicon.toml` does not define."""
        return {row["frame"].removeprefix("-") for row in self.terms + self.examples} - {"", *self.definitions}

    def open_or_misspelt(self) -> list[str]:
        """Patterns that are not lower-case words one space apart, or end in the apostrophe-s that matching ignores."""
        patterns = [row["pattern"] for row in self.terms]
        is_wrong = [not WORDS.fullmatch(p) or p != p.casefold() or re.search(r"'s?(?: |$)", p) for p in patterns]
        return [pattern for pattern, wrong in zip(patterns, is_wrong, strict=True) if wrong]

    def repeated(self) -> list[tuple[str, str]]:
        """Patterns that stand twice in a frame, as term or as mask of it."""
        seen = Counter((row["frame"].removeprefix("-"), row["pattern"]) for row in self.terms)
        return [pair for pair, n in seen.items() if n > 1]

    def kept_out(self) -> list[tuple[str, str]]:
        """Terms that are masks for all frames as well, so that they never count."""
        masks = set(self.patterns("-"))
        return [(row["frame"], row["pattern"]) for row in self.terms if row["frame"] != "-" and row["pattern"] in masks]

    def n_examples(self, frame: str) -> tuple[int, int]:
        """How many sentences of a frame must match, and how many must not."""
        is_match = [bool(row["matches"]) for row in self.examples if row["frame"] == frame]
        return is_match.count(True), is_match.count(False)
