"""Linters, types, import floors, migrations and translations: each is run, and every failure is told at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BIN = TOP / ".venv" / "bin"
CODE = ("src", "tests", "scripts", "bench")
STEPS = {
    "requirements": ("python", "-m", "pip", "--disable-pip-version-check", "check"),
    "style": ("ruff", "check", *CODE),
    "format": ("ruff", "format", "--check", *CODE),
    "floors": ("lint-imports",),
    "types": ("mypy",),
    "templates": ("djlint", "--lint", "src"),
    "migrations": ("hytti", "manage", "makemigrations", "--check", "--dry-run"),
    "settings": ("hytti", "manage", "check", "--fail-level", "WARNING"),
    "translations": ("hytti", "messages", "--check"),
}


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as var:
        for name, (tool, *arguments) in STEPS.items():
            print(f"— {name}: {tool} {' '.join(arguments)}", flush=True)
            done = subprocess.run([BIN / tool, *arguments], cwd=TOP, env={**os.environ, "HYTTI_VAR": var})
            if done.returncode:
                failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "Everything is in order.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
