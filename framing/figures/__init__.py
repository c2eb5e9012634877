"""Draws tables and computes nothing; saves each picture with the numbers drawn and what made them."""
