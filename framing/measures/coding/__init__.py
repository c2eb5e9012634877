"""Samples and sheets for people to code, out and back: units with their design, sheets, answers, and what they show."""
