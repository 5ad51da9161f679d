"""Reports made of live content: the plan with its reviews, and the figures."""

from .making import document, pieces

__all__ = ["document", "pieces"]
