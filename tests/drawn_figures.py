"""What is drawn on a figure, as a reader sees it: texts, markers, cells, and whether anything lies on anything else."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text


def texts_of(figure):
    """Texts that are drawn, those of axes only where the axis is; laid out anew only when the figure has changed."""
    if figure.stale or not hasattr(figure, "texts_drawn"):
        figure.draw_without_rendering()
        both = [axis for axes in figure.findobj(Axes) for axis in (axes.xaxis, axes.yaxis)]
        of_axes = {id(text): axis for axis in both for text in axis.findobj(Text)}
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        figure.texts_drawn = [text for text in texts if id(text) not in of_axes or is_shown(text, of_axes[id(text)])]
    return list(figure.texts_drawn)


def is_shown(text, axis):
    low, high = sorted(axis.get_view_interval())
    along = text.get_position()["xy".index(axis.axis_name)]
    inside = text is axis.label or low <= along <= high
    return axis.axes.axison and axis.get_visible() and inside


def strings_of(figure):
    """The drawn texts as a reader reads them: line ends and direction marks left out."""
    return [" ".join(text.get_text().replace("\u200e", "").split()) for text in texts_of(figure)]


def markers_of(figure, marker):
    return [line for line in figure.findobj(Line2D) if line.get_marker() == marker and line.get_visible()]


def cells_of(figure):
    return [patch for patch in figure.findobj(Rectangle) if patch.axes is not None and patch is not patch.axes.patch]


def boxes_of(figure):
    """The texts, and left, bottom, right and top of each in pixels."""
    texts = texts_of(figure)
    renderer = FigureCanvasAgg(figure).get_renderer()
    return texts, np.array([text.get_window_extent(renderer).extents for text in texts]).T


def outside_of(figure):
    """Texts that leave the sheet."""
    texts, (left, bottom, right, top) = boxes_of(figure)
    inside = (left > -1) & (bottom > -1) & (right < figure.bbox.width + 1) & (top < figure.bbox.height + 1)
    return [text.get_text() for text, fits in zip(texts, inside, strict=True) if not fits]


def overlaps_of(figure):
    """Pairs of texts that lie on each other: by more than a pixel both ways, as boxes reach beyond their letters."""
    texts, (left, bottom, right, top) = boxes_of(figure)
    across = np.minimum(right, right[:, None]) - np.maximum(left, left[:, None]) > 1
    along = np.minimum(top, top[:, None]) - np.maximum(bottom, bottom[:, None]) > 1
    pairs = np.argwhere(np.triu(across & along, k=1))
    return [(texts[one].get_text(), texts[other].get_text()) for one, other in pairs]
