"""Answers in words: which way, and whether that is good."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

HigherIs = Literal["better", "worse"]
Words = NDArray[np.str_]


def judged(
    higher: NDArray[np.bool_], lower: NDArray[np.bool_], higher_is: HigherIs | None, *, elsewhere: str = ""
) -> Words:
    """Say better or worse where it is known which way is good; empty where it is not."""
    if higher_is not in (None, "better", "worse"):
        raise ValueError("higher_is must be better, worse or None")
    if higher_is is None:
        return np.full(np.shape(higher), "")
    words = ["better", "worse"] if higher_is == "better" else ["worse", "better"]
    return np.select([higher, lower], words, elsewhere)
