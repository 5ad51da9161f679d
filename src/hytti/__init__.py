"""Hytti: the open workbench for promoting wellbeing and health."""

__version__ = "0.1.0"
