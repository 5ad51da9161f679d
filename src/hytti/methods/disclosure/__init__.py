"""Disclosure control: small counts stay hidden, and cannot be worked out from what is shown."""

from .attack import Ranges, UnsafeTable, attack, audit
from .cover import CannotProtect
from .differencing import guard_difference
from .rounding import attack_rounded, round_counts
from .rules import FLAG_BELOW, THRESHOLDS, Audience, Sensitivity, primary_cells, threshold_for
from .suppression import Suppression, suppress
from .tables import Axis, add_totals

__all__ = [
    "FLAG_BELOW",
    "THRESHOLDS",
    "Audience",
    "Axis",
    "CannotProtect",
    "Ranges",
    "Sensitivity",
    "Suppression",
    "UnsafeTable",
    "add_totals",
    "attack",
    "attack_rounded",
    "audit",
    "guard_difference",
    "primary_cells",
    "round_counts",
    "suppress",
    "threshold_for",
]
