"""Plans: bringing 2 000 rows in, new, changed and moved, a copied plan, and its page beside a bare template of Django.

    .venv/bin/python bench/plans/run.py

Prints the figures and the bars; the exit code tells whether every bar holds. The data folder is a new one.
"""

from __future__ import annotations

import os
import sys
import tempfile

import django


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="hytti-bench-") as var:
        os.environ |= {"HYTTI_VAR": var, "DJANGO_SETTINGS_MODULE": "hytti.config.settings"}
        django.setup()
        from measures import main as measure

        return measure()


if __name__ == "__main__":
    sys.exit(main())
