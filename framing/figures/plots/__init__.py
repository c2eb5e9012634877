"""Draws tables and computes nothing: each function takes a table and gives back a figure."""

from framing.figures.plots.comparison import plot_comparison
from framing.figures.plots.matrix import plot_frame_matrix
from framing.figures.plots.places import plot_places
from framing.figures.plots.reporting import plot_forms
from framing.figures.plots.sentiment import plot_sentiment
from framing.figures.plots.terms import plot_frame_terms

__all__ = [
    "plot_comparison",
    "plot_forms",
    "plot_frame_matrix",
    "plot_frame_terms",
    "plot_places",
    "plot_sentiment",
]
