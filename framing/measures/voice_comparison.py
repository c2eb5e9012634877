"""Whose terms: what is said around each leader against what the leader says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.lexicon import Lexicon
from framing.measures.comparison import adjust_p, compare_rates
from framing.measures.groups import by_columns, chosen_words, count_rows, number_groups, order_groups


def compare_voices(
    matches: pd.DataFrame,
    tokens: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str | Iterable[str] = "leader",
    group: str = "narrated",
    reference: str = "quoted",
    where: Mapping[str, Any] | None = None,
    confidence: float = 0.95,
    interval: str = "bca",
    n_resamples: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return, for each leader, how much more or less one voice uses the terms of each frame than another.

    Parameters
    ----------
    matches, tokens, lexicon
        As for `frame_rates`; the tokens with voices.
    by : str or iterable of str
        Columns of `tokens` for whose every value the voices are compared: "leader", or ("outlet", "leader").
    group : {"narrated", "paraphrased", "quoted"}
        The voice to look at: "narrated" is what the outlet says around the leader's remarks.
    reference : {"quoted", "paraphrased", "narrated"}
        The voice it is compared with. To exchange the two turns the signs.
    where, confidence, interval, n_resamples, seed
        As for `compare_rates`.

    Returns
    -------
    pandas.DataFrame
        The `by` columns, then the `comparison` table: for each leader the rows of `compare_rates` with `by="voice"`.
        Leaders with most words first, then by name; words of no leader are left out.

    Raises
    ------
    TableError
        As `compare_rates`, and when no word has a leader.

    Notes
    -----
    Each leader's rows are those of `compare_rates(by="voice", where={"leader": ...})`, but `p_adjusted` is Benjamini
    and Hochberg's over all rows of this call: to look at six leaders is to look six times.

    Voices are paired within stories: a story that both quotes a leader and narrates around the quotation is resampled
    whole, and the permutation exchanges its two voices. Narrated words belong to the leader whose remark stands nearest
    in their sentence. `share_remarks` sets sentences of narration against remarks, which are longer or shorter than
    sentences; `per_1000` does not depend on their length. Sentences that name a leader without a remark are apart:
    `frame_rates(..., by="mentions_leader", voices="narrated")`.

    Examples
    --------
    Ten stories: Ada Brook speaks of a gale in half of them, what is told around her in all.

    >>> from framing import articles_from_records, assign_voices, find_matches, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> from framing.schema import make_table
    >>> weather = Lexicon("weather", "1.0", "en", "", "CC0-1.0", {"storm": "wind words"}, (Term("storm", "gale"),))
    >>> ids = [f"a{k}" for k in range(10)]
    >>> texts = [f'"The {word} ends," Ada Brook said of the gale.' for word in ("gale", "talk") * 5]
    >>> articles = articles_from_records([{"article_id": a, "text": t} for a, t in zip(ids, texts)], source="notes")
    >>> remarks = make_table("remarks", {"remark_id": ids, "article_id": ids, "form": ["direct"] * 10,
    ...     "content": ["quotation"] * 10, "leader": ["Ada Brook"] * 10, "not_said": [False] * 10, "start": [1] * 10,
    ...     "end": [15] * 10, "spans": [[[1, 15]]] * 10, "quoted_spans": [[[1, 15]]] * 10, "rule": ["hand"] * 10})
    >>> tokens = assign_voices(tokenize(articles), remarks)
    >>> contrast = compare_voices(find_matches(tokens, weather), tokens, weather, seed=1)
    >>> contrast[["leader", "measure", "share_remarks", "reference_share_remarks", "difference"]]
          leader        measure  share_remarks  reference_share_remarks  difference
    0  Ada Brook  share_remarks            1.0                      0.5         0.5
    1  Ada Brook       per_1000            1.0                      0.5         NaN
    """
    schema.check_table(tokens, "tokens+voices", source="tokens")
    columns = by_columns(by, tokens, "tokens")
    clash = [name for name in columns if name in ("voice", *schema.column_names("comparison"))]
    if clash or not columns:
        raise TableError(f'by={by!r}: name columns of tokens such as "leader", none of them "voice" or of comparisons.')
    names, groups = number_groups(tokens[chosen_words(tokens, where)], columns)
    ordered = [names[number] for number in order_groups(names, count_rows(groups, len(names)))]
    tables = []
    for name in ordered:
        if None in name:
            continue
        own = dict(zip(columns, name, strict=True))
        table = compare_rates(
            matches,
            tokens,
            lexicon,
            voices=None,
            by="voice",
            group=group,
            reference=reference,
            where={**(where or {}), **own},
            confidence=confidence,
            interval=interval,
            n_resamples=n_resamples,
            seed=seed,
        )
        tables.append(table.assign(**own)[[*columns, *table.columns]])
    if not tables:
        raise TableError(f"tokens: no word has a {' and '.join(columns)}. Give remarks their leaders before voices.")
    together = pd.concat(tables, ignore_index=True)
    return together.assign(p_adjusted=adjust_p(together["p_value"]))
