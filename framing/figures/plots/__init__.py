"""Draws tables and computes nothing: each function takes a table and gives back a figure."""

from framing.figures.plots.comparison import plot_comparison
from framing.figures.plots.dispersion import plot_dispersion
from framing.figures.plots.keyness import plot_keyness
from framing.figures.plots.matrix import plot_frame_matrix
from framing.figures.plots.over_time import plot_over_time
from framing.figures.plots.passages import plot_passages
from framing.figures.plots.places import plot_places
from framing.figures.plots.renderings import plot_renderings
from framing.figures.plots.reporting import plot_forms
from framing.figures.plots.salience import plot_salience
from framing.figures.plots.selection import plot_selection
from framing.figures.plots.sentiment import plot_sentiment
from framing.figures.plots.shares_quoted import plot_shares_quoted
from framing.figures.plots.stability import plot_stability
from framing.figures.plots.terms import plot_frame_terms
from framing.figures.plots.verbs import plot_verbs
from framing.figures.plots.voices import plot_voices
from framing.figures.plots.word_shift import plot_word_shift

__all__ = [
    "plot_comparison",
    "plot_dispersion",
    "plot_forms",
    "plot_frame_matrix",
    "plot_frame_terms",
    "plot_keyness",
    "plot_over_time",
    "plot_passages",
    "plot_places",
    "plot_renderings",
    "plot_salience",
    "plot_selection",
    "plot_sentiment",
    "plot_shares_quoted",
    "plot_stability",
    "plot_verbs",
    "plot_voices",
    "plot_word_shift",
]
