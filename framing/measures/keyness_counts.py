"""How often each group uses each word, or pattern, in each story."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing import schema
from framing.lexicon import Lexicon
from framing.measures.dispersion import measure_spread
from framing.measures.groups import Numbers, group_words
from framing.measures.resampling import Floats
from framing.text import canonical

_NO_LEXICON = Lexicon("none", "0", "en", "", "", {}, ())


class UsesByStory(NamedTuple):
    """Terms, groups, and how often each group uses each term in each story."""

    terms: list[str]
    names: list[Any]
    n: Numbers  # uses of each term
    cells: pd.DataFrame  # group, story, term, n
    sizes: pd.DataFrame  # group, story, n


def count_uses(
    tokens: pd.DataFrame, *, by: str, voices: Any, where: Any, matches: pd.DataFrame | None, lexicon: Lexicon | None
) -> UsesByStory:
    """Count words, or patterns when there are matches."""
    used = _NO_LEXICON if lexicon is None else lexicon
    hits = schema.make_table("matches", {}) if matches is None else matches
    grouped = group_words(hits, tokens, used, by=by, voices=voices, where=where)
    kept = [place for place, name in enumerate(grouped.names) if name[0] is not None]
    number = np.full(max(len(grouped.names), 1), -1)
    number[kept] = np.arange(len(kept))
    words = grouped.words.assign(group=number[grouped.words["group"].to_numpy()])
    words = words[words["group"] >= 0]
    story, _ = pd.factorize(tokens["story_id"], sort=True)
    rows = words.index.to_numpy()
    frame = pd.DataFrame({"group": words["group"].to_numpy(), "story": story[rows]})
    sizes = frame.value_counts(["group", "story"], sort=False).rename("n").reset_index()
    if matches is None:
        printed, forms = pd.factorize(tokens["word"].iloc[rows])
        shapes = np.array([canonical(str(form)) for form in forms], dtype=object)
        uses, of = frame, shapes[printed] if len(rows) else np.array([], dtype=object)
    else:
        own = grouped.hits.assign(group=number[grouped.hits["group"].to_numpy()])
        own = own[own["group"] >= 0]
        frames = list(used.frames)
        of = np.array([f"{frames[k]}: {pattern}" for k, pattern in zip(own["frame"], own["pattern"], strict=True)])
        uses = pd.DataFrame({"group": own["group"].to_numpy(), "story": story[own["row"].to_numpy()]})
    term, terms = pd.factorize(pd.Series(of, dtype=object), sort=True)
    cells = uses.assign(term=term).value_counts(["group", "story", "term"], sort=False).rename("n").reset_index()
    n = np.bincount(term, minlength=len(terms))
    return UsesByStory([str(one) for one in terms], [grouped.names[place][0] for place in kept], n, cells, sizes)


class Side(NamedTuple):
    """Of each term: uses on one side, stories that use it, and its DP over the stories of the side."""

    n: Numbers
    n_tokens: int
    n_stories: Numbers
    dp: Floats


def add_up(counted: UsesByStory, members: tuple[int, ...]) -> Side:
    """One group, or several together."""
    sizes = counted.sizes[counted.sizes["group"].isin(members)].groupby("story")["n"].sum()
    cells = counted.cells[counted.cells["group"].isin(members)]
    cells = cells.groupby(["term", "story"])["n"].sum().reset_index()
    n_terms = len(counted.terms)
    story = sizes.index.get_indexer(pd.Index(cells["story"]))
    spread = measure_spread(cells["term"], story, cells["n"], sizes, n_terms=n_terms)
    n = np.bincount(cells["term"].to_numpy(np.int64), weights=cells["n"].to_numpy(), minlength=n_terms)
    return Side(n.astype(np.int64), int(sizes.sum()), spread.n_stories, spread.dp)
