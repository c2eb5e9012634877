"""Who said what, in whose words, and how it is framed: tables, measures and figures for media-framing research."""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# The public names in the order a study uses them, each with the module it lives in. They are imported when first
# asked for: `import framing` alone costs next to nothing.
_HOMES = {
    "read_articles": "framing.articles.corpus",
    "articles_from_records": "framing.articles.corpus",
    "read_exports": "framing.articles.exports.reading",
    "find_furniture": "framing.articles.cleaning",
    "audit_furniture": "framing.articles.cleaning",
    "find_duplicates": "framing.articles.duplicates",
    "group_stories": "framing.articles.duplicates",
    "keep_articles": "framing.articles.duplicates",
    "list_addresses": "framing.articles.addresses",
    "read_addresses": "framing.articles.addresses",
    "fetch_addresses": "framing.articles.fetching.fetch",
    "rebuild_articles": "framing.articles.fetching.rebuild",
    "read_leaders": "framing.articles.corpus",
    "read_speeches": "framing.articles.corpus",
    "corpus_folder": "framing.articles.corpus",
    "read_remarks": "framing.speech.remarks",
    "extract_remarks": "framing.speech.remarks",
    "audit_remarks": "framing.speech.remarks",
    "explain_attribution": "framing.speech.remarks",
    "find_quotations": "framing.speech.quotations",
    "quoted_articles": "framing.articles.corpus",
    "sentences": "framing.text",
    "words": "framing.text",
    "canonical": "framing.text",
    "tokenize": "framing.text",
    "read_overrides": "framing.speech.overrides",
    "apply_overrides": "framing.speech.overrides",
    "audit_overrides": "framing.speech.overrides",
    "assign_voices": "framing.speech.voices",
    "widen_remarks": "framing.studies.wide",
    "read_lexicon": "framing.terms.lexicon",
    "list_lexicons": "framing.terms.lexicon",
    "read_dictionary": "framing.terms.dictionaries.reading",
    "write_dictionary": "framing.terms.dictionaries.writing",
    "write_lexicon": "framing.terms.dictionaries.saving",
    "check_examples": "framing.terms.lexicon",
    "check_lexicon": "framing.terms.checks",
    "pattern_usage": "framing.terms.usage",
    "frame_usage": "framing.terms.usage",
    "frame_overlap": "framing.terms.usage",
    "check_usage": "framing.terms.usage_checks",
    "compare_lexicons": "framing.terms.changes",
    "compare_matches": "framing.terms.changes",
    "show_changes": "framing.terms.changes",
    "suggest_terms": "framing.studies.suggest",
    "write_suggestions": "framing.studies.suggest",
    "find_matches": "framing.terms.matching",
    "count_frames": "framing.terms.counting",
    "concordance": "framing.terms.concordance",
    "score_sentiment": "framing.terms.sentiment",
    "frame_rates": "framing.measures.rates",
    "presence": "framing.measures.rates",
    "count_terms": "framing.measures.rates",
    "compare_rates": "framing.measures.comparison",
    "compare_shares": "framing.measures.comparison",
    "compare_voices": "framing.measures.voice_comparison",
    "report": "framing.measures.report",
    "stability": "framing.studies.stability",
    "summarise_stability": "framing.studies.stability_summary",
    "tell_stability": "framing.studies.stability_summary",
    "keyness": "framing.measures.keyness",
    "rate_contributions": "framing.measures.contributions",
    "sentiment_contributions": "framing.measures.contributions",
    "dispersion": "framing.measures.dispersion",
    "rates_over_time": "framing.measures.over_time",
    "profile_leaders": "framing.measures.profiles",
    "form_shares": "framing.measures.profiles",
    "reporting_verbs": "framing.measures.profiles",
    "share_intervals": "framing.measures.share_intervals",
    "remark_places": "framing.measures.places",
    "measure_salience": "framing.measures.salience",
    "salience_shares": "framing.measures.salience_shares",
    "mean_sentiment": "framing.measures.sentiment_means",
    "engine_disagreement": "framing.measures.sentiment_means",
    "compare_sentiment": "framing.measures.sentiment_comparison",
    "find_units": "framing.measures.coding.units",
    "sample_units": "framing.measures.coding.samples",
    "frame_codebook": "framing.measures.coding.codebooks",
    "remark_codebook": "framing.measures.coding.codebooks",
    "write_coding_sheet": "framing.measures.coding.sheets",
    "read_coding_key": "framing.measures.coding.keys",
    "read_codebook": "framing.measures.coding.codebooks",
    "read_coding_sheets": "framing.measures.coding.reading",
    "sample_audit": "framing.studies.audit",
    "write_audit_sheet": "framing.studies.audit",
    "read_audit": "framing.studies.audit_answers",
    "audit_errors": "framing.measures.coding.errors",
    "correct_contrast": "framing.measures.coding.corrections",
    "agreement": "framing.measures.agreement",
    "list_disagreements": "framing.measures.conflicts",
    "resolve_codings": "framing.measures.conflicts",
    "validate_lexicon": "framing.measures.validation",
    "validate_patterns": "framing.measures.pattern_validation",
    "correct_prevalence": "framing.measures.prevalence",
    "validation_rows": "framing.measures.validation_record",
    "write_caption": "framing.figures.captions",
    "plot_frame_matrix": "framing.figures.plots",
    "plot_frame_terms": "framing.figures.plots",
    "plot_sentiment": "framing.figures.plots",
    "plot_forms": "framing.figures.plots",
    "plot_places": "framing.figures.plots",
    "plot_comparison": "framing.figures.plots",
    "plot_keyness": "framing.figures.plots",
    "plot_word_shift": "framing.figures.plots",
    "plot_dispersion": "framing.figures.plots",
    "plot_over_time": "framing.figures.plots",
    "plot_passages": "framing.figures.plots",
    "plot_voices": "framing.figures.plots",
    "plot_stability": "framing.figures.plots",
    "article_page": "framing.figures.pages",
    "page_style": "framing.figures.pages",
    "write_page": "framing.figures.pages",
    "save_figure": "framing.figures.provenance",
    "verify_figure": "framing.figures.provenance",
    "compare_figures": "framing.figures.provenance",
    "Lexicon": "framing.lexicon",
    "check_table": "framing.schema",
    "CorpusError": "framing.errors",
    "FramingError": "framing.errors",
    "FramingWarning": "framing.errors",
    "LexiconError": "framing.errors",
    "TableError": "framing.errors",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        from framing.errors import did_you_mean

        raise AttributeError(f"framing has no {name!r}.{did_you_mean(name, _HOMES)}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, in the order a study uses them."""
    return list(__all__)
