"""Answers of NewsAPI, whose texts are cut after about 200 characters."""

from __future__ import annotations

import re
from typing import Any

from framing.articles.columns import guess_names, under_names
from framing.articles.exports.export import Article, Export
from framing.articles.exports.json_records import find_objects, recognises_json, to_articles
from framing.articles.exports.source import Source
from framing.errors import CorpusError

_NAMES = re.compile(r'"(totalResults|urlToImage|publishedAt|articles)"\s*:')
_REFUSED = re.compile(r'\{\s*"status"\s*:\s*"error"\s*,\s*"code"\s*:')
_MORE = re.compile(r"\s*\[\+(\d+) chars\]\s*\Z")
_REMOVED = "[Removed]"  # what NewsAPI writes into every cell of an article that was taken down


MOST_IN_AN_ANSWER = 100  # articles; the largest pageSize that NewsAPI allows: more come in several answers


def recognises_newsapi(source: Source) -> bool:
    """Return whether a file is an answer of NewsAPI, or its list of articles.

    Examples
    --------
    >>> recognises_newsapi(Source("a.json", b'{"status": "ok", "totalResults": 0, "articles": []}'))
    True
    """
    if not recognises_json(source):
        return False
    names = set(_NAMES.findall(source.head))
    is_answer = names >= {"totalResults", "articles"} or names >= {"urlToImage", "publishedAt"}
    return is_answer or bool(_REFUSED.match(source.head))


def read_newsapi(source: Source) -> Export:
    """Return the articles of an answer of NewsAPI, each told how much of its text is not there.

    Raises
    ------
    CorpusError
        When it is no text, nothing of it is JSON, or NewsAPI refused to answer.

    Examples
    --------
    >>> data = b'{"status": "ok", "totalResults": 1, "articles": [{"content": "It rained... [+1234 chars]"}]}'
    >>> read_newsapi(Source("a.json", data)).articles[0].cells["warnings"]
    ['text truncated by NewsAPI: 1234 more characters']
    """
    objects = find_objects(source)
    if not objects.around and len(objects.found) == 1 and objects.found[0][1].get("status") == "error":
        answer = objects.found[0][1]
        said = f"{answer.get('code')}: {str(answer.get('message'))[:200]}"
        raise CorpusError(f"{source.name}: NewsAPI sent no articles but an error ({said}). Ask it once more.")
    total = objects.around.get("totalResults")
    articles = [Article(article.place, _named(article.cells)) for article in to_articles(objects)]
    announced = total if isinstance(total, int) and not isinstance(total, bool) else None
    if announced is not None and announced > MOST_IN_AN_ANSWER:
        note = f"the search found {announced} articles, this answer holds {len(articles)}: ask for the other pages too"
        return Export(articles, None, objects.problems, source.decoded[1], notes=[note])
    return Export(articles, announced, objects.problems, source.decoded[1])


def _named(cells: dict[str, Any]) -> dict[str, Any]:
    """One article under the names of the articles table, without the mark of truncation in its text."""
    named = under_names(cells, guess_names(cells, "newsapi"))
    text = named.get("text") or ""
    told = list(named.pop("warnings", []))
    if isinstance(text, str):
        if more := _MORE.search(text):
            text = text[: more.start()]
            told.append(f"text truncated by NewsAPI: {more[1]} more characters")
        if text.strip() == _REMOVED:
            text = ""
            told.append("no text: the article was removed from NewsAPI")
            named = {name: cell for name, cell in named.items() if cell != _REMOVED and name != "published"}  # 1970
        elif not text:
            told.append("no text: NewsAPI has none of this article")
    return named | {"text": text, "warnings": told}
