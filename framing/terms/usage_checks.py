"""What is remarkable about a lexicon on a corpus: idle patterns, frames of one word, wildcards that overreach."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing import schema
from framing.terms.findings import Finding, findings_table, note, warning

DOMINANT = 1 / 3  # of a frame's hits by one pattern
FEWEST_MATCHES = 10  # for a share: with fewer, one hit more or less decides
# 79 wildcards on 503 US news articles: of those with up to 3 stems most were sound (retaliat*, econom*, defen*), of
# those with 4 or more few (call* with callous, deter* with determine, just* with Justin, win* with window).
OVERREACHING_STEMS = 4
SHARED = 1 / 2  # of a frame's hits, on words that another frame counts too
LONG_OR_SHORT = 0.3  # rank correlation of rate and length; three written lexicons had -.06 to .30 on those articles
FEWEST_ARTICLES = 30  # to warn of a correlation: below, .3 is within chance


def check_usage(patterns: pd.DataFrame, frames: pd.DataFrame, overlap: pd.DataFrame) -> pd.DataFrame:
    """Say what somebody should look at before trusting a lexicon on a corpus.

    Parameters
    ----------
    patterns, frames, overlap : pandas.DataFrame
        The tables that `pattern_usage`, `frame_usage` and `frame_overlap` give for the corpus.

    Returns
    -------
    pandas.DataFrame
        The `findings` table, frame by frame. None is an error: a corpus can show that a lexicon does not fit it, not
        that it is wrong.

    Raises
    ------
    TableError
        When a table is not what it should be.

    Notes
    -----
    Warnings: *no hit*, a frame without any; *one term*, a pattern that makes over a third of a frame's hits;
    *overreaching wildcard*, one that caught words of four stems or more; *overlap*, a frame over half of whose hits
    lie on words that another frame counts; *length*, a rate whose rank correlation with the length of the article is
    beyond .3, over 30 articles or more. Shares are judged from ten hits on. Note: *idle patterns*, how many caught
    nothing, which on a small corpus are most.

    Examples
    --------
    >>> from framing import articles_from_records, count_frames, find_matches, frame_overlap, frame_usage
    >>> from framing import pattern_usage, tokenize
    >>> from framing.lexicon import Lexicon, Term
    >>> weather = Lexicon("weather", "1.0", "en", "", "", {"storm": "wind words"}, (Term("storm", "win*"),))
    >>> text = "Wind at the window, wine in winter: who wins?"
    >>> articles = articles_from_records([{"article_id": "a", "text": text}], source="notes")
    >>> matches = find_matches(tokenize(articles), weather)
    >>> tables = (pattern_usage(matches, articles, weather),
    ...           frame_usage(matches, count_frames(articles, weather), weather), frame_overlap(matches, weather))
    >>> check_usage(*tables)["message"].tolist()
    ["'win*' caught words of 5 stems: wind 1, window 1, wine 1, winter 1, wins 1. List the words that are meant."]
    """
    for table, name in ((patterns, "pattern_usage"), (frames, "frame_usage"), (overlap, "frame_overlap")):
        schema.check_table(table, name)
    found = [*_of_patterns(patterns), *_of_frames(frames[frames["frame"].notna()]), *_of_overlap(overlap)]
    order = {frame: number for number, frame in enumerate(frames["frame"])}
    return findings_table(sorted(found, key=lambda one: order.get(one.frame, -1)))


def _of_patterns(patterns: pd.DataFrame) -> Iterator[Finding]:
    """Patterns that caught nothing or too much; of a frame that caught nothing at all another finding tells."""
    works = patterns["frame"].isin(patterns.loc[patterns["n_matches"] > 0, "frame"])
    n_idle, n = int((works & (patterns["n_matches"] == 0)).sum()), int(works.sum())
    if n_idle:
        where = "`pattern_usage` lists them; on the command line --patterns FILE"
        yield note("idle patterns", f"{n_idle:,} of {n:,} patterns of frames with hits caught nothing: {where}.")
    for row in patterns[patterns["n_stems"] >= OVERREACHING_STEMS].to_dict(orient="records"):
        forms = ", ".join(f"{words} {count}" for words, count in row["forms"])
        n_more = row["n_forms"] - len(row["forms"])
        more = f" and {n_more} more" if n_more else ""
        said = (
            f"{row['pattern']!r} caught words of {row['n_stems']} stems: {forms}{more}. List the words that are meant."
        )
        yield warning("overreaching wildcard", said, frame=row["frame"], pattern=row["pattern"])


def _of_frames(frames: pd.DataFrame) -> Iterator[Finding]:
    """Frames that catch nothing, rest on one word, or count long and short articles differently."""
    for row in frames.to_dict(orient="records"):
        frame, pattern, n_matches, correlation = (
            row[name] for name in ("frame", "top_pattern", "n_matches", "length_correlation")
        )
        if n_matches == 0:
            said = f"no pattern of {frame!r} caught anything in {row['n_tokens']} words. Is it the right lexicon?"
            yield warning("no hit", said, frame=frame)
        elif n_matches >= FEWEST_MATCHES and row["top_share"] > DOMINANT:
            said = (
                f"{pattern!r} makes {row['top_share']:.0%} of the {n_matches} hits of {frame!r}: the frame measures "
                "that word. Read its hits, and report figures without it beside those with it."
            )
            yield warning("one term", said, frame=frame, pattern=pattern)
        if row["n_articles_correlated"] >= FEWEST_ARTICLES and abs(correlation) > LONG_OR_SHORT:  # missing: false
            said = (
                f"the rate of {frame!r} goes with the length of the article (rank correlation {correlation:.2f} over "
                f"{row['n_articles_correlated']} articles). Compare articles of like length."
            )
            yield warning("length", said, frame=frame)


def _of_overlap(overlap: pd.DataFrame) -> Iterator[Finding]:
    """Frames most of whose hits another frame counts too."""
    most = overlap[(overlap["n_matches"] >= FEWEST_MATCHES) & (overlap["share"] > SHARED)]
    for row in most.to_dict(orient="records"):
        said = (
            f"{row['share']:.0%} of the {row['n_matches']} hits of {row['frame']!r} lie on words that {row['other']!r} "
            "counts too. Do the definitions differ? The two cannot be told apart by these words."
        )
        yield warning("overlap", said, frame=row["frame"])
