"""Framing terms: lexicons, where their patterns stand in texts, and sentiment."""
