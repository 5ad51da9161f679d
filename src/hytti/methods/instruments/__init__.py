"""Instruments: questionnaires and scales as data files, scored and checked."""

from .model import Instrument, Item, Texts
from .reading import BrokenInstrument, known_instruments, load, read, read_texts, texts_of
from .scoring import Score, WrongAnswer, at_risk, score, score_total

__all__ = [
    "BrokenInstrument",
    "Instrument",
    "Item",
    "Score",
    "Texts",
    "WrongAnswer",
    "at_risk",
    "known_instruments",
    "load",
    "read",
    "read_texts",
    "score",
    "score_total",
    "texts_of",
]
