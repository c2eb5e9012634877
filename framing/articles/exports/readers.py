"""Who reads what: every reader, in the order in which they are asked; the most particular first."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from framing.articles.exports import (
    delimited,
    documents,
    factiva_html,
    factiva_rtf,
    json_records,
    mediacloud,
    newsapi,
    nexis_old,
    nexis_uni,
    parquet,
    pdf,
    proquest,
    rtf,
    spreadsheets,
    warc,
    web_pages,
    zotero,
)
from framing.articles.exports.export import Export
from framing.articles.exports.source import Source


class Reader(NamedTuple):
    """What reads one shape.

    Attributes
    ----------
    shape : str
        For `source_format`.
    recognises : function of a Source
        Whether a file is of this shape, by its content.
    read : function of a Source
        Its articles, as an Export.
    is_list : bool
        Whether a row of it may hold an address alone, whose page stands in another file: such files are read first.
    """

    shape: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Export]
    is_list: bool = False


READERS = (
    Reader("warc", warc.recognises_warc, warc.read_warc),
    Reader("parquet", parquet.recognises_parquet, parquet.read_parquet, is_list=True),
    Reader("xlsx", spreadsheets.recognises_spreadsheet, spreadsheets.read_spreadsheet, is_list=True),
    Reader("nexis-docx", nexis_uni.recognises_nexis_docx, nexis_uni.read_nexis_docx),
    Reader("docx", documents.recognises_docx, documents.read_docx),
    Reader("odt", documents.recognises_odt, documents.read_odt),
    Reader("pdf", pdf.recognises_pdf, pdf.read_pdf),
    Reader("factiva-rtf", factiva_rtf.recognises_factiva_rtf, factiva_rtf.read_factiva_rtf),
    Reader("nexis-rtf", nexis_uni.recognises_nexis_rtf, nexis_uni.read_nexis_rtf),
    Reader("rtf", rtf.recognises_rtf, rtf.read_rtf),
    Reader("factiva-html", factiva_html.recognises_factiva_html, factiva_html.read_factiva_html),
    Reader("mhtml", web_pages.recognises_mhtml, web_pages.read_mhtml),
    Reader("html", web_pages.recognises_html, web_pages.read_html),
    Reader("newsapi", newsapi.recognises_newsapi, newsapi.read_newsapi),
    Reader("csl-json", zotero.recognises_csl_json, zotero.read_csl_json, is_list=True),
    Reader("jsonl", json_records.recognises_json_lines, json_records.read_json_lines, is_list=True),
    Reader("json", json_records.recognises_json, json_records.read_json, is_list=True),
    Reader("proquest-txt", proquest.recognises_proquest_txt, proquest.read_proquest_txt),
    Reader("nexis-txt", nexis_old.recognises_nexis_txt, nexis_old.read_nexis_txt),
    Reader("mediacloud", mediacloud.recognises_mediacloud, mediacloud.read_mediacloud, is_list=True),
    Reader("zotero-csv", zotero.recognises_zotero_csv, zotero.read_zotero_csv, is_list=True),
    Reader("csv", delimited.recognises_delimited, delimited.read_delimited, is_list=True),
    Reader("txt", documents.recognises_text, documents.read_text),
)


def reader_of(source: Source) -> Reader | None:
    """Return the first reader that knows the content of a file; None when none does.

    Examples
    --------
    >>> reader_of(Source("rain.csv", b"<!doctype html><html><p>It rained.</p></html>")).shape
    'html'
    """
    return next((reader for reader in READERS if reader.recognises(source)), None)
