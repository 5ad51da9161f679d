"""Finding among 50 000 made-up offers: the judged questions with filters and counts, typing-ahead and writing, on
SQLite and on PostgreSQL where its server is installed, each beside full text of the database with counts in SQL.

    .venv/bin/python bench/search/run.py [offers]

Prints the figures and the bars; the exit code tells whether every bar holds. The data folders are new ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path.insert(0, str(TOP / "scripts"))

import postgresql  # noqa: E402 (a script of the same tree)


def main(offers: str) -> int:
    failed = measured("SQLite", offers)
    if postgresql.find_binaries() is None:
        print("PostgreSQL: no server is installed; not measured")
        return failed
    with postgresql.private_server() as address:
        return measured("PostgreSQL", offers, HYTTI_DATABASE_URL=address) or failed


def measured(name: str, offers: str, **more: str) -> int:
    """One database, in a process of its own."""
    print(f"\n{name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="hytti-bench-") as var:
        paths = os.pathsep.join((str(TOP / "src"), str(TOP / "tests")))
        settings = {"HYTTI_VAR": var, "DJANGO_SETTINGS_MODULE": "hytti.config.settings", "PYTHONPATH": paths, **more}
        command = [sys.executable, str(HERE / "measures.py"), offers]
        return subprocess.run(command, env={**os.environ, **settings}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "50000"))
