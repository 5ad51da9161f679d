"""Scoring answers: points, totals, bands, flags and limits, for one sheet or a million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .model import SEXES, Group, Instrument, Item

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class WrongAnswer(ValueError):
    """An answer that the instrument does not know. `item` is its code, `place` the answer sheet's index."""

    def __init__(self, instrument: Instrument, item: str, place: tuple[int, ...], reason: str) -> None:
        sheet = f" (answer sheet {', '.join(str(n) for n in place)})" if place else ""
        super().__init__(f"{instrument.name}, {item}: {reason}{sheet}.")
        self.item, self.place, self.reason = item, place, reason


@dataclass(frozen=True)
class Score:
    """What answers come to, each of the shape of the answer sheets.

    total: NaN where the sheet is incomplete by the instrument's own rule. band: the band's code, empty without a total.
    flags: by code 1 (yes), 0 (no) or NaN (an answer that decides it is missing).
    """

    total: NDArray[np.float64]
    band: NDArray[np.str_]
    flags: dict[str, NDArray[np.float64]]


def score(instrument: Instrument, answers: ArrayLike, *, sex: ArrayLike = "") -> Score:
    """Score answer sheets.

    answers: shape (..., items), the points of the chosen answers or the measures, NaN where blank, in the order of
    `instrument.codes`. sex: shape (...), "female", "male" or "" (not known); only some measures need it.
    Raises WrongAnswer on an answer that is not among the allowed ones, a negative measure, or one that a skipped
    question rules out; ValueError on another number of items, an unknown sex, or an instrument that takes only totals.
    Source: the instrument's own, `instrument.source`.
    """
    if instrument.scoring == "total":
        raise ValueError(f"{instrument.name} takes a total counted elsewhere, not answers: use score_total.")
    given = np.asarray(answers, dtype=float)
    if given.ndim == 0 or given.shape[-1] != len(instrument.items):
        raise ValueError(f"{instrument.name} has {len(instrument.items)} items: {', '.join(instrument.codes)}.")
    sexes = _sexes(sex, given.shape[:-1])
    given = _after_skip(instrument, given)
    points = np.stack(
        [_points(instrument, item, given[..., number], sexes) for number, item in enumerate(instrument.items)], axis=-1
    )
    total = points.mean(axis=-1) if instrument.scoring == "mean" else points.sum(axis=-1)
    return Score(total, _bands(instrument, total), _flags(instrument, points))


def score_total(instrument: Instrument, totals: ArrayLike) -> Score:
    """Give totals counted elsewhere their bands; any shape, NaN where unknown.

    Raises WrongAnswer on a total that the instrument cannot give: negative, above its maximum, between its steps.
    """
    total = np.asarray(totals, dtype=float)
    most = instrument.maximum if instrument.scoring == "total" else _maximum(instrument)
    wrong = (total < 0) | np.isinf(total) | (np.round(total / instrument.step) * instrument.step != total)
    wrong &= ~np.isnan(total)
    if instrument.scoring == "mean":
        wrong = (total < 0) | np.isinf(total)
    if most is not None:
        wrong |= total > most
    if wrong.any():
        place = _first(wrong)
        up_to = "" if most is None else f" up to {most:g}"
        raise WrongAnswer(instrument, "total", place, f"{total[place]:g} is not a total{up_to}")
    return Score(total, _bands(instrument, total), {})


def at_risk(
    instrument: Instrument, totals: ArrayLike, *, thresholds: str, sex: ArrayLike = "", age: ArrayLike = np.nan
) -> NDArray[np.float64]:
    """Who is at risk by the named limits: 1 or 0, NaN without a total or where the limits name no such person.

    totals, sex ("female", "male", ""), age (completed years, NaN where not known): shapes that broadcast.
    Raises ValueError on unknown limits, an unknown sex or a negative age.
    """
    total, years = np.asarray(totals, dtype=float), np.asarray(age, dtype=float)
    if (years < 0).any():
        raise ValueError("An age is negative.")
    shape = np.broadcast_shapes(total.shape, years.shape, np.shape(sex))
    sexes, total, years = _sexes(sex, shape), np.broadcast_to(total, shape), np.broadcast_to(years, shape)
    answer = np.full(shape, np.nan)
    for group in instrument.limits(thresholds).groups:
        answer = np.where(_belongs(group, sexes, years), total >= group.at_least, answer)
    return np.where(np.isnan(total), np.nan, answer)


def _belongs(group: Group, sexes: NDArray[np.str_], years: Floats) -> NDArray[np.bool_]:
    inside = np.ones(years.shape, dtype=bool) if not group.sex else np.asarray(sexes == group.sex)
    if group.youngest is not None:
        inside = inside & (np.floor(years) >= group.youngest)
    if group.oldest is not None:
        inside = inside & (np.floor(years) <= group.oldest)
    return inside


def _sexes(sex: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.str_]:
    sexes = np.broadcast_to(np.asarray(sex, dtype=np.str_), shape)
    for word in np.unique(sexes):
        if word not in ("", *SEXES):
            raise ValueError(f"The sex is female, male or empty, not {str(word)!r}.")
    return sexes


def _after_skip(instrument: Instrument, given: Floats) -> Floats:
    """Blanks that a skipped question explains are zeros; answers that it rules out are wrong."""
    skip = instrument.skip
    if skip is None:
        return given
    given = given.copy()
    skipped = given[..., instrument.codes.index(skip.item)] == skip.answer
    for code in skip.blank_is_zero:
        answers = given[..., instrument.codes.index(code)]
        answers[skipped & np.isnan(answers)] = 0
    for code in skip.must_be_zero:
        answers = given[..., instrument.codes.index(code)]
        if (wrong := skipped & (answers != 0)).any():
            place = _first(wrong)
            reason = f"{answers[place]:g} cannot be when {skip.item} is {skip.answer:g}"
            raise WrongAnswer(instrument, code, place, reason)
    return given


def _points(instrument: Instrument, item: Item, given: Floats, sexes: NDArray[np.str_]) -> Floats:
    if item.steps is None:
        wrong = ~np.isin(given, item.answers) & ~np.isnan(given)
        allowed = ", ".join(f"{answer:g}" for answer in item.answers)
    else:
        wrong = (given < 0) | np.isinf(given)
        allowed = f"a measure in {item.unit}, zero or more"
    if wrong.any():
        place = _first(wrong)
        raise WrongAnswer(instrument, item.code, place, f"{given[place]:g} is not an answer; allowed: {allowed}")
    if item.steps is None:
        return given
    points = np.full(given.shape, np.nan)
    for sex, steps in item.steps.items():
        whose = np.ones(given.shape, dtype=bool) if not sex else sexes == sex
        for step in steps:
            reached = (
                np.asarray(given >= (step.at_least or 0)) if step.above is None else np.asarray(given > step.above)
            )
            points = np.where(whose & reached, step.points, points)
    return points


def _bands(instrument: Instrument, total: Floats) -> NDArray[np.str_]:
    codes = np.array(["", *[band.code for band in instrument.bands]])
    place = np.searchsorted([band.start for band in instrument.bands], total, side="right")
    return np.where(np.isnan(total), "", codes[np.minimum(place, len(codes) - 1)])


def _flags(instrument: Instrument, points: Floats) -> dict[str, Floats]:
    """Three-valued: a blank leaves a flag undecided only where it could still change the answer."""
    answers = {}
    for flag in instrument.flags:
        each = []
        for conditions in flag.when:
            given = [points[..., instrument.codes.index(code)] for code, _ in conditions]
            met = [np.where(np.isnan(a), np.nan, a >= least) for a, (_, least) in zip(given, conditions, strict=True)]
            each.append(_least(met))
        answers[flag.code] = 1 - _least([1 - alternative for alternative in each])
    return answers


def _least(truths: list[Floats]) -> Floats:
    """All of them: 0 where one is 0, else NaN where one is not known, else 1."""
    together = np.stack(truths)
    return np.where((together == 0).any(axis=0), 0.0, np.where(np.isnan(together).any(axis=0), np.nan, 1.0))


def _maximum(instrument: Instrument) -> float:
    """The greatest total that the items can give."""
    each = [
        max(item.answers) if item.steps is None else max(step.points for steps in item.steps.values() for step in steps)
        for item in instrument.items
    ]
    return float(max(each) if instrument.scoring == "mean" else sum(each))


def _first(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(n) for n in np.argwhere(mask)[0])
