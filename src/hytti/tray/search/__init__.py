"""Finding offers: `find` answers a question, `suggest` completes what is being typed, `index` keeps the words."""

from .find import Answer, Question, find
from .suggest import suggest

__all__ = ["Answer", "Question", "find", "suggest"]
