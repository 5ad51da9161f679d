"""Pin requirements/*.in again: universal, with hashes, without any registry's address in the files."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
SHAPE = (
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url", "--quiet",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Arguments go to uv: --upgrade, or --upgrade-package NAME."""
    with tempfile.TemporaryDirectory() as tools:
        venv.create(tools, with_pip=True)
        binaries = Path(tools) / "bin"
        subprocess.run([binaries / "pip", "install", "--quiet", "--disable-pip-version-check", "uv"], check=True)
        for name, constraints in (("run", ()), ("test", ("--constraints", "requirements/run.txt"))):
            files = (f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt", *constraints)
            command = [binaries / "uv", "pip", "compile", *files, *SHAPE, *arguments]
            if subprocess.run(command, cwd=TOP).returncode:
                print(f"requirements/{name}.txt was not made.")
                return 1
            print(f"requirements/{name}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
