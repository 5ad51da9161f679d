"""What every method asks of its input: sane counts, populations above zero, a confidence between 0 and 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def counts(values: ArrayLike, name: str) -> Floats:
    """Return the values as floats; NaN, a missing count, passes. Raises ValueError on a negative or infinite one."""
    array = floats(values)
    if (array < 0).any() or np.isinf(array).any():
        raise ValueError(f"{name} must be finite and not negative")
    return array


def above_zero(values: ArrayLike, name: str) -> Floats:
    array = floats(values)
    if not ((array > 0) & (array < np.inf)).all():
        raise ValueError(f"{name} must be finite and above zero")
    return array


def weights_of(values: ArrayLike, name: str = "weights") -> Floats:
    """Return finite weights, none negative and not all zero along the last axis."""
    array = floats(values)
    if not ((array >= 0) & (array < np.inf)).all():
        raise ValueError(f"{name} must be finite and not negative")
    if array.ndim == 0 or not (array.sum(axis=-1) > 0).all():
        raise ValueError(f"{name} must hold one above zero for each group")
    return array


def scale_of(per: float) -> float:
    if not 0 < per < np.inf:
        raise ValueError("per must be finite and above zero")
    return per


def tails(confidence: float) -> tuple[float, float]:
    """Return the probabilities below the lower and below the upper limit."""
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    return (1 - confidence) / 2, (1 + confidence) / 2


def z_of(confidence: float) -> float:
    """Return how many standard errors a two-sided normal interval reaches to each side."""
    from statistics import NormalDist  # with fractions and decimals, slow to import

    return NormalDist().inv_cdf(tails(confidence)[1])


def require_same_ages(first: Floats, second: Floats) -> None:
    if first.shape[-1] != second.shape[-1]:
        raise ValueError(f"the last axes, ages, differ: {first.shape[-1]} and {second.shape[-1]}")


def common_shape(*arrays: Floats) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError as error:
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise ValueError(f"shapes do not broadcast: {shapes}") from error
