"""What the law demands and when: dated data and pure sums, no database."""

from .duties import Actor, Duty, duties, duty_of
from .periods import Period, Rhythm
from .standing import Standing, State, stand

__all__ = ["Actor", "Duty", "Period", "Rhythm", "Standing", "State", "duties", "duty_of", "stand"]
