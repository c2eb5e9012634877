"""What every test needs: figures are drawn to files, never to a window."""

import os

os.environ.setdefault("MPLBACKEND", "Agg")
