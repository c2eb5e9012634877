"""What somebody has to know of articles and remarks before counting them: told by `study run` and by `remarks`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd

from framing.errors import did_you_mean
from framing.text import paragraphs

MOST_NAMED = 5  # of a kind: the tables have all
MANY = 0.4  # of all remarks: where as many are of nobody, a report says so beside its answer
OFTEN = 3  # remarks of somebody who is no leader: with fewer, nobody misses them
LONG = 1_000  # characters: a shorter text may well be one paragraph
UNBROKEN = (
    "all of each is its lead, and quotation marks pair over all of it. Keep the line breaks of articles when you save "
    "them"
)


def unbroken_articles(articles: pd.DataFrame) -> list[str]:
    r"""Return the ids of long articles that are a single paragraph: their line breaks were lost on the way.

    Examples
    --------
    >>> texts = ["It rained. " * 100, "It rained.\n\n" * 100]
    >>> unbroken_articles(pd.DataFrame({"article_id": ["a", "b"], "text": texts, "body_start": [0, 0]}))
    ['a']
    """
    bodies = zip(articles["article_id"], articles["text"], articles["body_start"], strict=True)
    return [str(name) for name, text, start in bodies if _is_unbroken(str(text)[int(start) :])]


def _is_unbroken(body: str) -> bool:
    """Whether a long text is a single paragraph."""
    return len(body) >= LONG and len(paragraphs(body)) == 1


def some_names(names: Iterable[object]) -> str:
    """Return the first few names.

    Examples
    --------
    >>> some_names("abcdef")
    'a, b, c, d, e, ...'
    """
    listed = [str(name) for name in names]
    return ", ".join(listed[:MOST_NAMED]) + (", ..." if len(listed) > MOST_NAMED else "")


class Heard:
    """What remarks tell of the leaders' file, gathered piece by piece.

    Examples
    --------
    >>> leaders = {"leader": ["Ewa Dan", "Ewa Dan"], "alias": ["Ewa Dan", "Dan"], "kind": ["name", "surname"]}
    >>> said = {"speaker": ["Ewa Dann"] * 3, "leader": [None] * 3, "not_said": [False] * 3, "rule": ["that"] * 3}
    >>> heard = Heard(pd.DataFrame(leaders), "leaders.csv")
    >>> heard.see(pd.DataFrame(said))
    >>> for line in heard.lines():
    ...     print(line)
    3 of 3 remarks are of nobody in leaders.csv: their words count for no leader
    Not in leaders.csv, yet they speak often: Ewa Dann (3 remarks; leaders.csv has Ewa Dan)
    In leaders.csv, yet without a remark: Ewa Dan. Do the articles write these names otherwise?
    """

    def __init__(self, leaders: pd.DataFrame, file: str) -> None:
        self._leaders, self._file = leaders, file
        self._n = self._n_of_nobody = self._n_lines = 0
        self._others: Counter[str] = Counter()
        self._silent = dict.fromkeys(leaders["leader"].astype(str))

    def see(self, remarks: pd.DataFrame) -> None:
        """Take note of some remarks."""
        of_nobody = remarks["leader"].isna()
        self._n += len(remarks)
        self._n_of_nobody += int(of_nobody.sum())
        self._n_lines += int((remarks["rule"] == "label-colon").sum())
        self._others.update(count_others(remarks))
        for leader in remarks["leader"].dropna().unique():
            self._silent.pop(str(leader), None)

    def lines(self) -> Iterator[str]:
        """Yield what there is to say."""
        if self._n_of_nobody:
            yield notice_nobody(self._n_of_nobody, self._n, self._file)
        if others := notice_speakers(self._others, self._leaders, self._file):
            yield others
        if lines := notice_lines(self._n_lines):
            yield lines
        if self._silent:
            who = f"In {self._file}, yet without a remark: {some_names(self._silent)}"
            yield f"{who}. Do the articles write these names otherwise?"


def notice_nobody(n: int, n_all: int, file: str) -> str:
    """Return how many remarks are of nobody in the leaders' file.

    Examples
    --------
    >>> notice_nobody(2, 9, "leaders.csv")
    '2 of 9 remarks are of nobody in leaders.csv: their words count for no leader'
    """
    return f"{n} of {n_all} remarks are of nobody in {file}: their words count for no leader"


def notice_lines(n: int) -> str:
    """Return what to know of interviews in lines; nothing when there are none.

    Examples
    --------
    >>> notice_lines(1)
    '1 remark is a line of an interview, without quotation marks: its words count as paraphrased, not as quoted'
    """
    one = "remark is a line" if n == 1 else "remarks are lines"
    whose = "its" if n == 1 else "their"
    said = f"{n} {one} of an interview, without quotation marks: {whose} words count as paraphrased, not as quoted"
    return said if n else ""


def count_others(remarks: pd.DataFrame) -> Counter[str]:
    """Return how many remarks were made by each speaker who is no leader."""
    own = remarks[~remarks["not_said"].astype(bool) & remarks["leader"].isna() & remarks["speaker"].notna()]
    return Counter(own["speaker"].astype(str).tolist())


def notice_speakers(others: Counter[str], leaders: pd.DataFrame, file: str) -> str:
    """Return who speaks often and is no leader; nothing when there is nobody.

    Examples
    --------
    >>> notice_speakers(Counter({"Ewa Dann": 5}), pd.DataFrame({"leader": ["Ewa Dan"]}), "leaders.csv")
    'Not in leaders.csv, yet they speak often: Ewa Dann (5 remarks; leaders.csv has Ewa Dan)'
    """
    often = [(name, n) for name, n in sorted(others.items(), key=lambda one: (-one[1], one[0])) if n >= OFTEN]
    if not often:
        return ""
    names = [str(name) for name in leaders["leader"].drop_duplicates()]
    shown = [f"{name} ({n} remarks{_like(name, names, file)})" for name, n in often[:MOST_NAMED]]
    return f"Not in {file}, yet they speak often: {', '.join(shown)}{', ...' if len(often) > MOST_NAMED else ''}"


def _like(name: str, leaders: list[str], file: str) -> str:
    """The leader whose name this may be."""
    same = [leader for leader in leaders if set(name.split()) <= set(leader.split())]
    hint = did_you_mean(name, leaders)
    near = same[0] if same else hint.partition("'")[2].rstrip("'?") if hint.startswith(" Did") else ""
    return f"; {file} has {near}" if near else ""
