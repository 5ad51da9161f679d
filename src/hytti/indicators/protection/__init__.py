"""What of own figures may be shown to everybody: small counts hidden or rounded, and nothing to be worked out.

`choose` decides for the rows of one version, `verify` attacks the decision together with everything that has been
public before. A choice is kept with the version and never made anew for what is already public.
"""

from .choosing import choose, require_counts, shown_of
from .joint import verify
from .rows import PERSONS, Key, Publication, Row, Rule, Shown, Unprotectable
from .tables import YearTable, tables_of

__all__ = [
    "PERSONS",
    "Key",
    "Publication",
    "Row",
    "Rule",
    "Shown",
    "Unprotectable",
    "YearTable",
    "choose",
    "require_counts",
    "shown_of",
    "tables_of",
    "verify",
]
