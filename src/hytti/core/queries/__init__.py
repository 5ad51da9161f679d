"""Reads of the things that every room shares."""
