"""Prove the whole: first on PostgreSQL, then on SQLite with the pages in Chromium. Arguments go to pytest.

The database server is private: made in a temporary folder, listening on loopback alone, removed at the end.
Where root and apt are at hand, Chromium and PostgreSQL are installed if they are missing; elsewhere what needs
them is skipped, and said.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from postgresql import find_binaries, private_server

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).resolve().parent.parent
BIN = TOP / ".venv" / "bin"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    install_missing()
    skipped = []
    failed = []
    if find_binaries() is None:
        skipped.append("the tests on PostgreSQL, because its server is not installed")
    else:
        say("Tests on PostgreSQL")
        with private_server() as url:
            if pytest("-m", "not browser", *arguments, HYTTI_DATABASE_URL=url):
                failed.append("PostgreSQL")
    if not any(map(shutil.which, CHROMIUM)):
        skipped.append("the tests in a browser, because Chromium is not installed")
    for what in skipped:
        say(f"SKIPPED: {what}")
    if failed:
        say(f"FAILED above: {', '.join(failed)}")
    say("Tests on SQLite and in Chromium")
    return pytest(*arguments) or (1 if failed else 0)


def install_missing() -> None:
    """Install Chromium and PostgreSQL where that can be done."""
    missing = [] if any(map(shutil.which, CHROMIUM)) else ["chromium"]
    missing += [] if find_binaries() else ["postgresql"]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing {' and '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run(
            ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", *command],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if done.returncode:
            say(f"apt-get {command[0]} failed: {' '.join(done.stdout.strip().splitlines()[-1:])}")
            return


def pytest(*arguments: str, **environment: str) -> int:
    """Run pytest with a data folder of its own; the answer is its exit code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HYTTI_")}
    with data_folder() as var:
        command = [BIN / "python", "-m", "pytest", *workers(arguments), *arguments]
        return subprocess.run(command, cwd=TOP, env={**kept, "HYTTI_VAR": var, **environment}).returncode


def workers(arguments: tuple[str, ...]) -> list[str]:
    """One pytest worker for each core, unless the caller says otherwise."""
    return (
        []
        if any(word.startswith(("-n", "-p", "--pdb")) for word in arguments)
        else ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
    )


@contextmanager
def data_folder() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="hytti-test-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say(text: str) -> None:
    print(f"\n=== {text} ===\n", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Interrupted.")
