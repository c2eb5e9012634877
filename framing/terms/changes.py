"""What differs between two versions of a lexicon: in its rows, and in what they find."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from framing import schema
from framing.errors import FramingError, FramingWarning
from framing.lexicon import Lexicon, Term
from framing.terms.concordance import concordance
from framing.terms.patterns import pattern_words
from framing.terms.reasons import find_reasons

PLACE = ["article_id", "frame", "start", "end"]  # what makes two hits the same hit


class _Change(NamedTuple):
    """One row of `lexicon_changes`."""

    change: str
    frame: str | None = None
    pattern: str | None = None
    old: str | None = None
    new: str | None = None


def compare_lexicons(old: Lexicon, new: Lexicon) -> pd.DataFrame:
    """Say what changed between two versions of a lexicon.

    Parameters
    ----------
    old, new : Lexicon
        The two versions.

    Returns
    -------
    pandas.DataFrame
        The `lexicon_changes` table: first what concerns whole frames, then terms, then masks, then examples; within
        each in the order of the new lexicon, then of the old one. Empty when nothing changed. `old` and `new` hold what
        stood there and what stands there: a frame for a term that moved, a weight, a spelling, a definition.

    Warns
    -----
    FramingWarning
        When something changed under the same name and version, so that figures of both would name the same lexicon; or
        when the version changed and nothing else did.

    Notes
    -----
    Patterns are the same when their words are, however they are spelt. A term that left one frame and is new in just
    one other has moved. Notes, citation, licence and validation are not compared: no count depends on them.

    Examples
    --------
    >>> from framing.lexicon import Lexicon, Term
    >>> frames = {"storm": "wind words", "flood": "water words"}
    >>> old = Lexicon("weather", "1.0", "en", "", "", frames, (Term("storm", "gale"), Term("storm", "high water")))
    >>> new = Lexicon("weather", "1.1", "en", "", "", frames, (Term("storm", "gale*"), Term("flood", "high water")))
    >>> compare_lexicons(old, new)[["change", "frame", "pattern"]]
            change  frame     pattern
    0        moved  flood  high water
    1  term gained  storm       gale*
    2    term lost  storm        gale
    """
    found = [*_of_frames(old, new), *_of_terms(old, new), *_of_masks(old, new), *_of_order(old, new)]
    found += _of_examples(old, new)
    _warn_of_version(old, new, bool(found))
    columns = {name: [getattr(one, name) for one in found] for name in _Change._fields}
    return schema.make_table("lexicon_changes", columns)


def _warn_of_version(old: Lexicon, new: Lexicon, has_changed: bool) -> None:
    """Warn when version and content do not change together."""
    if has_changed and old.label == new.label:
        said = f"both are called {old.label} and differ. Raise the version in lexicon.toml: figures name it."
        warnings.warn(said, FramingWarning, stacklevel=3)
    elif not has_changed and old.name == new.name and old.version != new.version:
        said = f"{old.label} and {new.label} have the same frames, terms and examples: only the version differs."
        warnings.warn(said, FramingWarning, stacklevel=3)


def _of_frames(old: Lexicon, new: Lexicon) -> Iterator[_Change]:
    """Frames gained and lost; definitions, labels and the language changed."""
    if old.language != new.language:
        yield _Change("language changed", old=old.language, new=new.language)
    for frame in new.frames:
        if frame not in old.frames:
            yield _Change("frame gained", frame, new=new.frames[frame])
        elif old.frames[frame] != new.frames[frame]:
            yield _Change("definition changed", frame, old=old.frames[frame], new=new.frames[frame])
        if frame in old.frames and old.frame_label(frame) != new.frame_label(frame):
            yield _Change("label changed", frame, old=old.frame_label(frame), new=new.frame_label(frame))
    for frame in old.frames:
        if frame not in new.frames:
            yield _Change("frame lost", frame, old=old.frames[frame])


Rows = Mapping[tuple[str, tuple[str, ...]], Term]


def _rows(lexicon: Lexicon, *, masks: bool) -> Rows:
    """Terms, or masks, by frame and words."""
    return {(t.frame, pattern_words(t.pattern)): t for t in lexicon.terms if t.is_mask == masks}


def _of_terms(old: Lexicon, new: Lexicon) -> Iterator[_Change]:
    """Terms moved, then gained, lost and changed."""
    before, after = _rows(old, masks=False), _rows(new, masks=False)
    gained, lost = _by_words(after, before), _by_words(before, after)
    moved = {words for words in gained if len(gained[words]) == len(lost.get(words, ())) == 1}
    for words in gained:
        if words in moved:
            term = gained[words][0]
            yield _Change("moved", term.frame, term.pattern, lost[words][0].frame, term.frame)
            yield from _of_row(lost[words][0], term)
    yield from _gained_and_lost("term", before, after, moved)


def _by_words(these: Rows, others: Rows) -> dict[tuple[str, ...], list[Term]]:
    """The terms that stand here and not there, by their words."""
    found: dict[tuple[str, ...], list[Term]] = {}
    for (frame, words), term in these.items():
        if (frame, words) not in others:
            found.setdefault(words, []).append(term)
    return found


def _gained_and_lost(kind: str, before: Rows, after: Rows, moved: set[tuple[str, ...]]) -> Iterator[_Change]:
    """What stands in one of the two only, and what stands in both with another weight or spelling."""
    for key, term in after.items():
        if key in before:
            yield from _of_row(before[key], term)
        elif key[1] not in moved:
            yield _Change(f"{kind} gained", term.frame, term.pattern, new=f"{term.weight:g}")
    for key, term in before.items():
        if key not in after and key[1] not in moved:
            yield _Change(f"{kind} lost", term.frame, term.pattern, old=f"{term.weight:g}")


def _of_row(before: Term, after: Term) -> Iterator[_Change]:
    """Weight and spelling of one term."""
    if before.weight != after.weight:
        yield _Change("weight changed", after.frame, after.pattern, f"{before.weight:g}", f"{after.weight:g}")
    if before.pattern != after.pattern:
        yield _Change("spelling changed", after.frame, after.pattern, before.pattern, after.pattern)


def _of_masks(old: Lexicon, new: Lexicon) -> Iterator[_Change]:
    """Masks gained and lost."""
    yield from _gained_and_lost("mask", _rows(old, masks=True), _rows(new, masks=True), set())


def _of_order(old: Lexicon, new: Lexicon) -> Iterator[_Change]:
    """Whether rows that both have stand in another order: of two wildcards the earlier wins."""
    keys = [[(t.frame, pattern_words(t.pattern)) for t in lexicon.terms if "*" in t.pattern] for lexicon in (old, new)]
    common = set(keys[0]) & set(keys[1])
    before, after = ([key for key in each if key in common] for each in keys)
    if before != after:
        yield _Change("order changed", None, "*", None, "patterns with * stand in another order")


def _of_examples(old: Lexicon, new: Lexicon) -> Iterator[_Change]:
    """Examples gained and lost."""
    for change, these, others in (("example gained", new, old), ("example lost", old, new)):
        for example in dict.fromkeys(these.examples):
            if example not in others.examples:
                said = f"{example.sentence} [{'; '.join(example.matches)}]"
                old_said, new_said = (None, said) if these is new else (said, None)
                yield _Change(change, example.frame, None, old_said, new_said)


def _changed_hits(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The hits that stand in one of two `matches` tables only, with `change`; in the order of the texts."""
    schema.check_table(old, "matches", source="old matches")
    schema.check_table(new, "matches", source="new matches")
    before, after = (pd.MultiIndex.from_frame(table[PLACE]) for table in (old, new))
    gained = new[~after.isin(before)].assign(change="gained")
    lost = old[~before.isin(after)].assign(change="lost")
    return pd.concat([table for table in (gained, lost) if len(table)] or [gained], ignore_index=True)


def compare_matches(
    old: pd.DataFrame, new: pd.DataFrame, *, frames: Iterable[str], by: Iterable[str] = ()
) -> pd.DataFrame:
    """Count the hits that two versions of a lexicon gain and lose on the same words.

    Parameters
    ----------
    old, new : pandas.DataFrame
        The `matches` tables of the two versions, found in the same articles.
    frames : iterable of str
        The frames to count, in the order they are to have; those of either version.
    by : iterable of str
        Columns of `matches` that make groups, such as "leader" or "voice".

    Returns
    -------
    pandas.DataFrame
        One row for each group and frame, zeros included: the `by` columns, `frame`, `n_old`, `n_new`, `n_gained`,
        `n_lost`. Groups in the order of their names, a missing name last.

    Raises
    ------
    TableError
        When a table is not what it should be.
    FramingError
        When `by` names no column of `matches`.

    Notes
    -----
    A hit is the same when it has the same frame and the same words, whatever pattern found it. Where a longer pattern
    takes over ("gale" becomes "gale warning"), one hit is lost and one gained.

    Examples
    --------
    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> articles = articles_from_records([{"article_id": "a", "text": "A gale, then two gales."}], source="notes")
    >>> newer = weather.with_terms("storm", ["gales"])
    >>> old, new = (find_matches(tokenize(articles), each) for each in (weather, newer))
    >>> compare_matches(old, new, frames=["storm"])
       frame  n_old  n_new  n_gained  n_lost
    0  storm      1      2         1       0
    """
    changed = _changed_hits(old, new)
    groups = [by] if isinstance(by, str) else list(by)
    unknown = [name for name in groups if name not in old.columns]
    if unknown:
        raise FramingError(f"by {unknown[0]!r}: no column of matches. Known: {', '.join(map(str, old.columns))}.")
    tables = {
        "n_old": old,
        "n_new": new,
        "n_gained": changed[changed["change"] == "gained"],
        "n_lost": changed[changed["change"] == "lost"],
    }
    present = pd.concat([old[groups], new[groups]]).drop_duplicates() if groups else pd.DataFrame({"": [0]})
    rows = present.sort_values(groups) if groups else present
    rows = rows.merge(pd.DataFrame({"frame": pd.Series(list(frames), dtype="str")}), how="cross")
    keys = [*groups, "frame"]
    for name, table in tables.items():
        counts = table.groupby(keys, dropna=False, observed=True).size().rename(name).reset_index()
        rows = rows.merge(counts.astype({"frame": "str"}), on=keys, how="left")
        rows[name] = rows[name].fillna(0).astype("int64")
    return rows[[*keys, *tables]].reset_index(drop=True)


def show_changes(
    old: pd.DataFrame,
    new: pd.DataFrame,
    articles: pd.DataFrame,
    changes: pd.DataFrame,
    *,
    most: int = 3,
    width: int = 60,
) -> pd.DataFrame:
    """Show the hits that two versions of a lexicon gain and lose in their context.

    Parameters
    ----------
    old, new : pandas.DataFrame
        The `matches` tables of the two versions, found in the same articles.
    articles : pandas.DataFrame
        The `articles` table.
    changes : pandas.DataFrame
        What `compare_lexicons` gives for the two versions.
    most : int
        Lines for each change of each pattern, at most; from as many articles as there are.
    width : int
        Characters on either side.

    Returns
    -------
    pandas.DataFrame
        The columns of `concordance` with `change` (gained, lost) before. Behind stand `because`, what did it: the term
        itself, a mask, or another pattern that takes these words; and `n_more`, how many more hits of the same pattern
        were gained or lost and are not shown. Gained before lost, frame by frame, pattern by pattern.

    Raises
    ------
    TableError
        When a table is not what it should be.
    FramingError
        When `most` or `width` is no number to show.

    Examples
    --------
    >>> from framing import articles_from_records, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale*"),))
    >>> articles = articles_from_records([{"article_id": "a", "text": "Gale Road. A gale."}], source="notes")
    >>> newer = weather.with_terms("-", ["gale road"])
    >>> old, new = (find_matches(tokenize(articles), each) for each in (weather, newer))
    >>> lines = show_changes(old, new, articles, compare_lexicons(weather, newer))
    >>> lines[["change", "pattern", "hit", "right", "because", "n_more"]]
      change pattern   hit           right                 because  n_more
    0   lost   gale*  Gale   Road. A gale.  mask gained: gale road       0
    """
    if most < 1:
        raise FramingError(f"most {most}: give a number of lines, 1 or more.")
    schema.check_table(changes, "lexicon_changes")
    changed = _changed_hits(old, new)
    kind = ["change", "frame", "pattern"]
    nth_in_article = changed.groupby([*kind, "article_id"], observed=True).cumcount()
    spread_out = changed.loc[nth_in_article.sort_values(kind="stable").index]
    shown = spread_out[spread_out.groupby(kind, observed=True).cumcount() < most].sort_index()
    shown = shown.sort_values(["change", "frame", "pattern"], kind="stable").reset_index(drop=True)
    n = changed.groupby(kind, observed=True).size()
    n_shown = shown.groupby(kind, observed=True)["change"].transform("size") if len(shown) else pd.Series(dtype="int64")
    total = pd.Series([n[key] for key in shown[kind].itertuples(index=False, name=None)], dtype="int64")
    lines = concordance(shown, articles, width=width)
    lines.insert(0, "change", shown["change"])
    because = find_reasons(shown, pd.concat([old, new], ignore_index=True), articles, changes)
    return lines.assign(because=pd.Series(because, dtype="str"), n_more=(total - n_shown).astype("int64"))
