"""Counts, rates, profiles and comparisons: numbers about groups, from the tables of the other rooms."""
