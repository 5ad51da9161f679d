"""What people bring to the coefficient: tables, scenarios, a municipality's answers."""

from .answers import MunicipalAnswer
from .pages import CoefficientPage
from .scenarios import Scenario
from .tables import CoefficientTable, Level

__all__ = ["CoefficientPage", "CoefficientTable", "Level", "MunicipalAnswer", "Scenario"]
