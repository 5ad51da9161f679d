"""The fact store: what was measured, where, when and by whom. Knows no framework and no definition.

Reading is here; writing is in `hytti.facts.store`, which a web worker does not load.
"""

from .model import FLAGS, SEXES, Area, Change, Coverage, Dataset, Distribution, Fact, Fault, Rank, Refused, Unreadable
from .reader import Facts, forget_shared, open_facts, rest_shared, shared

__all__ = [
    "FLAGS",
    "SEXES",
    "Area",
    "Change",
    "Coverage",
    "Dataset",
    "Distribution",
    "Fact",
    "Facts",
    "Fault",
    "Rank",
    "Refused",
    "Unreadable",
    "forget_shared",
    "open_facts",
    "rest_shared",
    "shared",
]
