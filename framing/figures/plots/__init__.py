"""Draws tables and computes nothing: each function takes a table and gives back a figure."""

from framing.figures.plots.matrix import plot_frame_matrix
from framing.figures.plots.terms import plot_frame_terms

__all__ = ["plot_frame_matrix", "plot_frame_terms"]
