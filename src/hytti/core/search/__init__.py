"""Finding records by the words people use.

An app registers what of it can be found (`register`), actions call `reindex` or `remove` after commit, whoever
changes many records at once `reindex_many`, the pack loader `rebuild`, pages call `find`.
"""

from .find import Hit, find
from .index import Findable, Kind, labels, locate, rebuild, rebuild_model, register, reindex, reindex_many, remove

__all__ = [
    "Findable",
    "Hit",
    "Kind",
    "find",
    "labels",
    "locate",
    "rebuild",
    "rebuild_model",
    "register",
    "reindex",
    "reindex_many",
    "remove",
]
