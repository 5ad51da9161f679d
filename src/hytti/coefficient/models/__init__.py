"""What people bring to the coefficient: tables, scenarios, a municipality's answers."""

from .answers import MunicipalAnswer
from .scenarios import Scenario
from .tables import CoefficientTable, Level

__all__ = ["CoefficientTable", "Level", "MunicipalAnswer", "Scenario"]
