"""What `study.toml` may say: each key with its kind, its usual value and what to write."""

from __future__ import annotations

from typing import Any, NamedTuple

from framing import schema
from framing.measures.groups import VOICES
from framing.measures.settings import FEWEST_RESAMPLES

_OF_COMPARISON = {column.name: column.values for column in schema.table_columns("comparison")}


class Key(NamedTuple):
    """One key of `study.toml`; `usual` is None where something has to be written."""

    section: str
    name: str
    kind: str
    usual: Any
    choices: tuple[str, ...] = ()
    least: float = 0
    needed: bool = False

    @property
    def path(self) -> str:
        """Section and name."""
        return f"{self.section}.{self.name}" if self.section else self.name


KEYS = (
    Key("", "title", "text", "", needed=True),
    Key("", "question", "text", "", needed=True),
    Key("", "lexicon", "text", "", needed=True),
    Key("", "articles", "text", "articles"),
    Key("", "leaders", "text", "leaders.csv"),
    Key("", "speeches", "text", ""),
    Key("", "overrides", "text", ""),
    Key("", "by_hand", "text", ""),
    Key("", "dates", "text", "", choices=("day-first", "month-first")),
    Key("comparison", "measure", "text", "share_remarks", choices=_OF_COMPARISON["measure"]),
    Key("comparison", "frame", "text", "", needed=True),
    Key("comparison", "by", "text", "leader", choices=("leader", "outlet", "voice")),
    Key("comparison", "group", "text", "", needed=True),
    Key("comparison", "reference", "text", "", needed=True),
    Key("comparison", "only_leader", "text", ""),
    Key("comparison", "voices", "texts", ("quoted", "paraphrased"), choices=VOICES),
    Key("comparison", "around", "text", "sentence", choices=("sentence", "paragraph")),
    Key("method", "furniture", "text", "skip", choices=("skip", "keep")),
    Key("method", "duplicates", "text", "group", choices=("group", "apart")),
    Key("method", "days", "whole number", 3),
    Key("method", "confidence", "share", 0.95),
    Key("method", "resamples", "whole number", 2000, least=FEWEST_RESAMPLES),
    Key("method", "seed", "whole number", 1),
)
SECTIONS = ("comparison", "method", "columns")  # columns: what a table of articles calls its columns, as in --map
FORMS = {
    "text": 'Write it between quotation marks, as in {name} = "...".',
    "texts": 'Write a list, as in {name} = ["quoted", "paraphrased"].',
    "whole number": "Write a whole number from {least:g}, of nine digits at most, without quotation marks.",
    "share": "Write a number between 0 and 1, as in {name} = 0.95.",
}
