"""`hytti messages`: collect texts into the catalogues, or say what is missing from them."""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def update_messages(*, check: bool = False) -> int:
    """Update the catalogues from the code and templates; with `check` only look, and fail on a fault."""
    from hytti.core import catalogues

    if check:
        faults = catalogues.find_faults(PACKAGE)
        print(
            "\n".join(faults) if faults else "Every message is translated.", file=sys.stderr if faults else sys.stdout
        )
        return 1 if faults else 0
    for path, added, dropped in catalogues.update_catalogues(PACKAGE):
        print(f"{path.relative_to(PACKAGE)}: {added} new, {dropped} dropped")
    catalogues.compile_catalogues(PACKAGE / "locale")
    return 0
