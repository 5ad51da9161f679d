"""Reads of the structures, in plain words."""
