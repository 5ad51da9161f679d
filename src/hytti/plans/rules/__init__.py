"""What the law demands and when: dated data and pure sums, no database."""

from .duties import Actor, Duty, duties
from .periods import Period, Rhythm
from .standing import Standing, State, stand

__all__ = ["Actor", "Duty", "Period", "Rhythm", "Standing", "State", "duties", "stand"]
