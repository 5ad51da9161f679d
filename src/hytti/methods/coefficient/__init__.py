"""The coefficient of promoting wellbeing and health: rules of each year, the sum, and what would change it.

Rules are dated data (`rules.rules`), every silent point of the decrees is an option (`options.OPTIONS`), a table is
validated cell by cell (`table.Table`), and `coefficient` goes from figures to euros. `explain`, `simulate`, `marginal`
and `worth` answer why, how surely, what a step is worth, and what a point is worth without any table.
"""

from .options import OPTIONS, Options, options_of
from .rules import IndicatorRule, Rules, UnknownYear, known_years
from .sums import Influence, Missing, Result, coefficient, influence_of_options
from .table import BadTable, Country, Problem, Table

__all__ = [
    "OPTIONS",
    "BadTable",
    "Country",
    "IndicatorRule",
    "Influence",
    "Missing",
    "Options",
    "Problem",
    "Result",
    "Rules",
    "Table",
    "UnknownYear",
    "coefficient",
    "influence_of_options",
    "known_years",
    "options_of",
]
