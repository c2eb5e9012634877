"""Remarks with their words, their article and their framing terms: one row per remark, for any statistics program."""

from __future__ import annotations

import pandas as pd

from framing import schema
from framing.errors import TableError
from framing.lexicon import Lexicon
from framing.speech.voices import assign_voices
from framing.terms.matching import find_matches
from framing.text import tokenize

ARTICLE_COLUMNS = ("story_id", "outlet", "published", "headline", "url")
_GAP = " … "  # between the parts of a remark that its attribution interrupts


def widen_remarks(remarks: pd.DataFrame, articles: pd.DataFrame, *, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return remarks with their words, what is known of their article and, when asked, their hits per frame.

    Parameters
    ----------
    remarks : pandas.DataFrame
        The `remarks` table.
    articles : pandas.DataFrame
        The `articles` table they come from.
    lexicon : Lexicon, optional
        Whose terms to count in the words of each remark, quoted and paraphrased.

    Returns
    -------
    pandas.DataFrame
        The remarks in the order given, then `story_id`, `outlet`, `published`, `headline`, `url` of the article, the
        remark's `words` and `quoted_words` as printed (parts joined by " … "), `n_words`, and a column `n_FRAME` for
        each frame of the lexicon.

    Raises
    ------
    TableError
        When a table is not what it should be, or a remark stands in no article.

    Examples
    --------
    >>> from framing import articles_from_records, extract_remarks
    >>> articles = articles_from_records([{"id": "a", "text": '"It rained," Ada Brook said.'}], source="here")
    >>> widen_remarks(extract_remarks(articles), articles)[["speaker", "cue", "words", "n_words"]]
         speaker   cue       words  n_words
    0  Ada Brook  said  It rained,        2
    """
    schema.check_table(remarks, "remarks")
    schema.check_table(articles, "articles")
    known = articles.set_index("article_id")
    lost = remarks.loc[~remarks["article_id"].isin(known.index), "remark_id"].tolist()
    if lost:
        raise TableError(f"remarks: {len(lost)} stand in articles that are not there: {lost[:5]}. Give their articles.")
    texts = known["text"]
    rows = list(zip(remarks["article_id"], remarks["spans"], remarks["quoted_spans"], strict=True))
    wide = remarks.reset_index(drop=True)
    for name in ARTICLE_COLUMNS:
        wide[name] = known[name].reindex(remarks["article_id"]).reset_index(drop=True)
    wide["words"] = [_GAP.join(texts[article][a:b] for a, b in spans) for article, spans, _ in rows]
    wide["quoted_words"] = [_GAP.join(texts[article][a:b] for a, b in quoted) for article, _, quoted in rows]
    tokens = assign_voices(tokenize(articles), remarks.assign(not_said=False))
    own = tokens[tokens["voice"] != "narrated"]
    wide["n_words"] = own["remark_id"].value_counts().reindex(wide["remark_id"], fill_value=0).to_numpy()
    return wide if lexicon is None else _with_frames(wide, own, lexicon)


def _with_frames(wide: pd.DataFrame, tokens: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """The remarks with their hits of each frame."""
    matches = find_matches(tokens, lexicon)
    counts = pd.crosstab(matches["remark_id"], matches["frame"])
    counts = counts.reindex(index=wide["remark_id"], columns=list(lexicon.frames), fill_value=0)
    return pd.concat([wide, counts.add_prefix("n_").reset_index(drop=True)], axis=1)
