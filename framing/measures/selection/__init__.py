"""Which passages of a speech were taken up: remarks aligned with speeches, what was quoted, and what was left out."""
