"""What the columns of the report's tables are called there; the files keep the names that programs read."""

from __future__ import annotations

_HEADINGS = {
    "article_id": "article",
    "ci_high": "interval to",
    "ci_low": "interval from",
    "cue": "reporting verb",
    "estimate": "then it is",
    "group": "outlet",
    "jaccard": "likeness",
    "lowest": "from",
    "highest": "to",
    "mentions_leader": "leader named",
    "moves_most": "what moves it most",
    "n_announced": "articles announced",
    "n_clusters": "remarks of both",
    "n_matches": "terms",
    "n_missing": "without an estimate",
    "n_negated": "of these negated",
    "n_omitted": "sentences left out",
    "n_read": "articles read",
    "n_remarks_with_term": "remarks with a term",
    "n_same_sign": "keep the sign",
    "n_selected": "sentences taken",
    "n_specifications": "specifications",
    "n_stretches_scored": "of these scored",
    "n_twice": "there twice",
    "n_words_quoted": "words quoted",
    "n_words_scored": "words scored",
    "n_zero": "no difference at all",
    "p_adjusted": "p, adjusted",
    "pattern": "term",
    "published": "day",
    "reference": "other outlet",
    "reference_share": "share in the other",
    "remark_id": "remark",
    "score": "mean score",
    "share_omitted": "share with a term, left out",
    "share_selected": "share with a term, taken",
    "source_format": "format",
    "speaker_as_printed": "speaker as printed",
    "story_id": "story",
}


def heading_of(column: str) -> str:
    """Return what a column is called in the report: in words, with no names that only a program needs.

    Examples
    --------
    >>> heading_of("n_same_sign"), heading_of("n_without_date"), heading_of("outlet")
    ('keep the sign', 'without date', 'outlet')
    """
    return _HEADINGS.get(column, column.removeprefix("n_").replace("_", " "))
