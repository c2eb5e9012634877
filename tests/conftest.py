"""For every test: figures are drawn to files, never to a window; a busy machine fails no example by its clock."""

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")
