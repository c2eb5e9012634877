"""Suggests terms that a frame of a lexicon may lack, for a person to judge."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import FramingError, TableError
from framing.files import table_text, write_whole
from framing.lexicon import Lexicon
from framing.measures.coding.escaping import escape_cell
from framing.measures.dispersion import measure_spread
from framing.measures.keyness import log_odds
from framing.studies.candidates import Corpus, Counted, Numbers, count_candidates, keys_of, known_to, read_corpus

LINES = 3
SHEETS = (".csv", ".xlsx")
_WIDE = {"line_1": 80, "line_2": 80, "line_3": 80, "term": 24}


def suggest_terms(
    articles: pd.DataFrame,
    lexicon: Lexicon,
    *,
    frame: str,
    skips: pd.DataFrame | None = None,
    most: int = 50,
    fewest: int = 3,
    width: int = 50,
) -> pd.DataFrame:
    """Suggest words and phrases that may belong to a frame, from the company its terms keep in a corpus.

    Parameters
    ----------
    articles : pandas.DataFrame
        The `articles` table.
    lexicon : Lexicon
        The lexicon. Nothing is added to it.
    frame : str
        The frame that is to grow.
    skips : pandas.DataFrame, optional
        The `skips` table: spans that are not text of the article.
    most : int
        Rows, at most.
    fewest : int
        Occurrences a candidate must have.
    width : int
        Characters on either side in the lines that show it.

    Returns
    -------
    pandas.DataFrame
        The `suggestions` table, the best first by the better of its two ranks. `decision` is empty: a person fills it.

    Raises
    ------
    TableError
        When a table is not what it should be.
    LexiconError
        When the lexicon has no such frame.
    FramingError
        When no term of the frame stands in the articles, or a number is below 1.

    Notes
    -----
    Candidates are words, and phrases of two words in a row of one sentence, outside the frame's hits. Left out are
    function words, numbers, single letters, and whatever is or holds a term of the frame or a mask that concerns it.
    Terms of other frames are offered, with their frames in `also_in`.

    Two measures, two ranks. `log_odds_z`: how much more typical a candidate is of sentences with a hit than of all
    others, by the log-odds ratio with the whole corpus as an informative Dirichlet prior (Monroe, Colaresi & Quinn
    2008); it ranks and is no test. `association`: Dunning's G2 of standing within five words of a hit in its sentence
    (NLTK), missing where the candidate stands there no more often than by chance.

    `dispersion` is Gries' DP over stories, from 0 (spread as the words are) to 1 (all in one place): a high one marks
    the vocabulary of one event. What is suggested keeps company with the frame; whether it belongs there, the
    definition decides.

    References
    ----------
    Monroe, B. L., Colaresi, M. P., & Quinn, K. M. (2008). Fightin' words. Political Analysis, 16(4), 372-403.
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. Int. Journal of Corpus Linguistics, 13(4).
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Comp. Linguistics, 19(1).

    Examples
    --------
    >>> from framing import articles_from_records
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
    >>> texts = ["A gale tore roofs off. Bread is cheap.", "Gales and torn roofs again. Bread is dear.", "Roofs leak."]
    >>> articles = articles_from_records([{"id": n, "text": text} for n, text in enumerate(texts)], source="notes")
    >>> suggest_terms(articles, weather, frame="storm", fewest=2)[["term", "n", "n_matching", "n_articles"]]
        term  n  n_matching  n_articles
    0  roofs  3           2           3
    """
    schema.check_table(articles, "articles")
    for name, value in (("most", most), ("fewest", fewest), ("width", width)):
        if value < 1:
            raise FramingError(f"{name} {value}: give a number of 1 or more.")
    own = lexicon.only(frame)
    corpus = read_corpus(articles, own, skips)
    if not corpus.in_hit.any():
        raise FramingError(
            f"no term of {frame!r} stands in these {len(articles)} articles, so there is no company to learn from. "
            "Give other articles, or write the first terms from the definition."
        )
    counted = [count_candidates(corpus, kind, language=lexicon.language, fewest=fewest) for kind in ("word", "phrase")]
    scored = pd.concat([_scores(each, number, own) for number, each in enumerate(counted)], ignore_index=True)
    return _table(_best(scored, most), counted, corpus, articles, lexicon, frame, width)


def _scores(counted: Counted, number: int, lexicon: Lexicon) -> pd.DataFrame:
    """Both scores of the candidates of one kind that the frame and its masks do not know."""
    from nltk.metrics.association import BigramAssocMeasures

    total, matching, near = counted.totals
    totals = (matching, total - matching, total)
    _, z = log_odds(counted.n_matching, counted.n - counted.n_matching, counted.n, totals)
    more_often = counted.n_near * total > near * counted.n
    known = np.array([bool(frames) for frames in known_to(lexicon, counted.words)], dtype=bool)
    rows = np.flatnonzero(~known & ((z > 0) | more_often))
    g2 = [
        BigramAssocMeasures.likelihood_ratio(a, (near, n), total) if more else np.nan
        for a, n, more in zip(
            counted.n_near[rows].tolist(), counted.n[rows].tolist(), more_often[rows].tolist(), strict=True
        )
    ]
    return pd.DataFrame({"kind": number, "row": rows, "log_odds_z": z[rows], "association": np.array(g2, dtype=float)})


def _best(scored: pd.DataFrame, most: int) -> pd.DataFrame:
    """The best rows by the better of their two ranks, ties by the first score."""
    ranks = scored[["log_odds_z", "association"]].rank(ascending=False, method="min")
    order = scored.assign(best=ranks.min(axis=1)).sort_values(["best", "log_odds_z"], ascending=[True, False])
    return order.head(most).reset_index(drop=True)


class _Shown(NamedTuple):
    """In how many articles and stories a candidate stands, and three lines."""

    n_articles: int
    n_stories: int
    lines: list[str]


def _table(
    best: pd.DataFrame,
    counted: list[Counted],
    corpus: Corpus,
    articles: pd.DataFrame,
    lexicon: Lexicon,
    frame: str,
    width: int,
) -> pd.DataFrame:
    """The table `suggestions` of the best candidates."""
    chosen = [(counted[kind], row) for kind, row in zip(best["kind"].tolist(), best["row"].tolist(), strict=True)]
    keys = {each.kind: keys_of(corpus, each.kind) for each in counted}
    places = [keys[of_kind.kind][0][keys[of_kind.kind][1] == of_kind.key[row]] for of_kind, row in chosen]
    words = [of_kind.words[row] for of_kind, row in chosen]
    shown = [_show(at, len(each), corpus, articles, width) for at, each in zip(places, words, strict=True)]
    others = [{name for name in frames if not name.startswith("-")} for frames in known_to(lexicon, words)]
    columns = {
        "lexicon": [lexicon.label] * len(best),
        "frame": [frame] * len(best),
        "term": [" ".join(each) for each in words],
        "kind": [of_kind.kind for of_kind, _ in chosen],
        "n": [int(of_kind.n[row]) for of_kind, row in chosen],
        "n_matching": [int(of_kind.n_matching[row]) for of_kind, row in chosen],
        "n_near": [int(of_kind.n_near[row]) for of_kind, row in chosen],
        "log_odds_z": best["log_odds_z"],
        "association": best["association"],
        "n_articles": [each.n_articles for each in shown],
        "n_stories": [each.n_stories for each in shown],
        "dispersion": _dispersions(places, corpus, articles),
        "also_in": ["; ".join(name for name in lexicon.frames if name in each) or None for each in others],
    }
    columns |= {f"line_{k + 1}": [(*each.lines, *[None] * LINES)[k] for each in shown] for k in range(LINES)}
    return schema.make_table("suggestions", columns)


def _dispersions(places: list[Numbers], corpus: Corpus, articles: pd.DataFrame) -> Any:
    """Gries' DP over stories of what stands at these places."""
    if not places:
        return []
    of_article = pd.factorize(articles["story_id"])[0]
    story = pd.factorize(of_article[corpus.article])[0]  # a story without words has no number
    sizes = np.bincount(story)
    term = np.repeat(np.arange(len(places)), [len(at) for at in places])
    cells, n = np.unique(term * len(sizes) + story[np.concatenate(places)], return_counts=True)
    return measure_spread(cells // len(sizes), cells % len(sizes), n, sizes, n_terms=len(places)).dp


def _show(at: Numbers, n_words: int, corpus: Corpus, articles: pd.DataFrame, width: int) -> _Shown:
    """How widely a candidate is spread, and lines: sentences with a hit first, from as many articles as there are."""
    by_evidence = at[np.argsort(~corpus.matching[at], kind="stable")]
    nth = pd.Series(corpus.article[by_evidence]).groupby(corpus.article[by_evidence]).cumcount().to_numpy()
    shown = by_evidence[np.argsort(nth, kind="stable")][:LINES]
    texts = articles["text"]
    lines = [
        _line(texts.iloc[int(corpus.article[k])], int(corpus.start[k]), int(corpus.end[k + n_words - 1]), width)
        for k in shown.tolist()
    ]
    in_articles = np.unique(corpus.article[at])
    return _Shown(len(in_articles), int(articles["story_id"].iloc[in_articles].nunique()), lines)


def _line(text: str, start: int, end: int, width: int) -> str:
    """A candidate between the characters around it, in brackets."""
    left, hit, right = text[max(start - width, 0) : start], text[start:end], text[end : end + width]
    return " ".join(f"{left}⟦{hit}⟧{right}".split())


def write_suggestions(suggestions: pd.DataFrame, path: str | os.PathLike[str]) -> Path:
    """Write suggestions as a sheet in which a person decides.

    Parameters
    ----------
    suggestions : pandas.DataFrame
        The `suggestions` table.
    path : path
        Ends in .csv or .xlsx.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    TableError
        When the table or the suffix is not what it should be, or the file is there already: decisions may be in it.

    Notes
    -----
    A cell that begins like a formula gets an apostrophe in front, so that no spreadsheet takes text for a formula.

    Examples
    --------
    >>> import tempfile
    >>> nothing = schema.make_table("suggestions", {})
    >>> write_suggestions(nothing, Path(tempfile.mkdtemp()) / "storm.csv").read_text(encoding="utf-8-sig")[:24]
    'lexicon,frame,term,kind,'
    """
    path = Path(path)
    schema.check_table(suggestions, "suggestions")
    check_sheet(path)
    cells = suggestions.astype(object).where(suggestions.notna(), "")
    safe = cells.map(lambda cell: escape_cell(cell) if isinstance(cell, str) else cell)
    if path.suffix.lower() == ".csv":
        return write_whole(path, table_text(safe).encode("utf-8-sig"))  # without the mark Excel garbles accents
    return write_whole(path, _workbook(safe))


def check_sheet(path: Path) -> None:
    """Refuse a sheet of no known format, or in the place of one that somebody may have filled in.

    Raises
    ------
    TableError
        When that is so.
    """
    if path.suffix.lower() not in SHEETS:
        raise TableError(f"{path}: a sheet to decide in ends in {' or '.join(SHEETS)}.")
    if path.exists():
        raise TableError(f"{path} is there already, and somebody's decisions may be in it. Choose another name.")


def _workbook(table: pd.DataFrame) -> bytes:
    """A table as a workbook whose header stays in view."""
    import openpyxl  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False):
        sheet.append(list(row))
    sheet.freeze_panes = "A2"
    for place, name in enumerate(table.columns, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE.get(name, 12)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
