"""The tasks of an action as people write them: a line each, the last day first, and an x before one that is done.

x 31.3.2027 Kilpailuta tilat
30.9.2027 Palkkaa ohjaaja
Kerro asukkaille
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LINE = re.compile(r"(?:(?P<done>[xX])\s+)?(?:(?P<day>\d{1,2}\.\d{1,2}\.\S*)\s+)?(?P<name>.*\S)\s*")
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class Standing(StrEnum):
    """What the tasks of an action tell of it on a day."""

    NONE = "none"
    DONE = "done"
    LATE = "late"
    BEGUN = "begun"
    WAITING = "waiting"


@dataclass(frozen=True)
class Task:
    name: str
    due: dt.date | None = None
    is_done: bool = False

    def is_late(self, today: dt.date) -> bool:
        return not self.is_done and self.due is not None and self.due < today


class FaultyDay(ValueError):
    """A line begins with what looks like a day and is none."""

    def __init__(self, line: int, day: str) -> None:
        self.line, self.day = line, day
        super().__init__(f"line {line}: {day} is no day")


@lru_cache(maxsize=512)
def tasks_of(text: str) -> tuple[Task, ...]:
    """The tasks in the order of their lines. Raises FaultyDay."""
    return tuple(
        _task(found, number)
        for number, line in enumerate(text.splitlines(), start=1)
        if (found := LINE.fullmatch(line.strip()))
    )


def _task(found: re.Match[str], line: int) -> Task:
    due, day = None, found["day"]
    if day:
        parts = DAY.fullmatch(day)
        try:
            due = dt.date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else None
        except ValueError:
            due = None
        if due is None:
            raise FaultyDay(line, day)
    return Task(found["name"], due, bool(found["done"]))


def standing(tasks: tuple[Task, ...], today: dt.date) -> Standing:
    """Done when all are done; late when the day of one is over; begun when one is done."""
    if not tasks:
        return Standing.NONE
    if all(task.is_done for task in tasks):
        return Standing.DONE
    if any(task.is_late(today) for task in tasks):
        return Standing.LATE
    return Standing.BEGUN if any(task.is_done for task in tasks) else Standing.WAITING


def with_done(text: str, names: Collection[str]) -> str:
    """The text with the tasks of these names marked as done; every other line stays as it is."""
    return "\n".join(_done(line, names) for line in text.splitlines())


def _done(line: str, names: Collection[str]) -> str:
    found = LINE.fullmatch(line.strip())
    return f"x {line.strip()}" if found and found["name"] in names and not found["done"] else line
