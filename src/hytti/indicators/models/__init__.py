"""What the figures room stores besides the fact store: own indicators, own figures, who follows what."""

from .following import Following
from .indicator import Indicator
from .own_figures import AT_HAND, MOVES, PERHAPS_SEEN, SEEN_NOW, OwnDataset, OwnFigure, OwnVersion, Sex, State
from .own_indicators import OwnIndicator

__all__ = [
    "AT_HAND",
    "MOVES",
    "PERHAPS_SEEN",
    "SEEN_NOW",
    "Following",
    "Indicator",
    "OwnDataset",
    "OwnFigure",
    "OwnIndicator",
    "OwnVersion",
    "Sex",
    "State",
]
