"""What a method answers: a value between its limits."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Estimate(NamedTuple):
    """A value with its confidence limits, three arrays of one shape; NaN where the data say too little."""

    value: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]

    @classmethod
    def of(cls, value: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Self:
        """Take numbers or arrays that broadcast to one shape."""
        parts = (np.asarray(part, dtype=np.float64) for part in (value, lower, upper))
        return cls(*np.broadcast_arrays(*parts))

    @classmethod
    def without_limits(cls, value: ArrayLike) -> Self:
        """Take values of which nobody knows how certain they are."""
        return cls.of(value, np.nan, np.nan)

    def scaled(self, factor: ArrayLike) -> Self:
        """Multiply the value and both limits by a factor that is not negative."""
        return self.of(*(part * np.asarray(factor) for part in self))
