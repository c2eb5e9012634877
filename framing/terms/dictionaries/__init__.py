"""Dictionaries of other programs, in and out: one module per format, one list of what could not be carried over."""
