"""Drawn figures: pure functions from plain data to SVG text. No Django, no database."""
