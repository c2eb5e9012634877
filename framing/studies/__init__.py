"""Puts the rooms together: notebooks, studies and the command line."""
