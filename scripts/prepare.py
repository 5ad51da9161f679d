"""Make the virtual environment and install the pinned requirements, once for each change of them.

    python3 scripts/prepare.py run|test

Runs on the system's Python alone. What is already there is left alone, so a second run costs some milliseconds.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
NEEDED_BYTES = {"run": 700_000_000, "test": 1_200_000_000}
NO_VENV = "python3-venv is missing: install it with 'apt-get install python3-venv' and try again."
REASONS = (
    ("No space left on device", "the disk is full."),
    ("THESE PACKAGES DO NOT MATCH THE HASHES", "a package is not the one that {file} names by its hash."),
    ("Temporary failure in name resolution", "the package index cannot be reached: check the network connection."),
    ("Name or service not known", "the package index cannot be reached: check the network connection."),
    ("NewConnectionError", "the package index cannot be reached: check the network connection."),
    ("Connection refused", "the package index cannot be reached: check the network connection."),
    ("ConnectTimeoutError", "the package index does not answer: check the network connection."),
    ("ReadTimeoutError", "the package index does not answer: check the network connection."),
    ("ProxyError", "the proxy does not let the package index through."),
    ("CERTIFICATE_VERIFY_FAILED", "the package index's certificate is not trusted: is ca-certificates installed?"),
    ("Permission denied", "a file in .venv cannot be written."),
)


class Trouble(Exception):
    """A sentence for the person at the keyboard."""


def main(stage: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  the system's Python may be older than the package asks for
        raise Trouble(f"Hytti needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if _is_ready(stage):
        return
    if not os.access(TOP, os.W_OK) or (VENV.exists() and not os.access(VENV, os.W_OK)):
        raise Trouble(f"The folder {VENV if VENV.exists() else TOP} cannot be written: check its owner and rights.")
    free = shutil.disk_usage(TOP).free
    if free < NEEDED_BYTES[stage]:
        raise Trouble(
            f"The disk is too full: {free // 1_000_000} MB free at {TOP}, {NEEDED_BYTES[stage] // 1_000_000} MB needed."
        )
    _make_environment()
    print(f"Installing what requirements/{stage}.txt names. The first time takes about a minute.", flush=True)
    # The file names everything, so nothing is looked up: a newer release than the pinned one cannot stop the install.
    _pip("-r", f"requirements/{stage}.txt", "--require-hashes", "--no-deps", file=f"requirements/{stage}.txt")
    _pip("--no-deps", "--no-build-isolation", "-e", ".", file="pyproject.toml")
    _stamp(stage).write_text(_digest(stage))
    if stage == "test":
        _stamp("run").write_text(_digest("run"))


def _is_ready(stage: str) -> bool:
    stamp = _stamp(stage)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == _digest(stage)


def _stamp(stage: str) -> Path:
    return VENV / f"{stage}.stamp"


def _digest(stage: str) -> str:
    """Changes with the requirements, the package's description, the interpreter and the folder."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {TOP}".encode())
    digest.update((TOP / "requirements" / f"{stage}.txt").read_bytes())
    digest.update((TOP / "pyproject.toml").read_text().partition("[tool.ruff]")[0].encode())
    return digest.hexdigest()


def _make_environment() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Trouble(
            "python3-venv is missing: install it with 'apt-get install python3-venv' and try again."
        ) from None
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        said = made.stdout + made.stderr
        if "ensurepip" in said:
            raise Trouble(NO_VENV)
        raise Trouble(f"The virtual environment .venv was not made: {_explain(said, '.venv')}")


def _pip(*arguments: str, file: str) -> None:
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--retries",
        "2",
        *arguments,
    ]
    done = subprocess.run(
        command,
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore", "PIP_REQUIRE_VIRTUALENV": "0"},
    )
    if done.returncode:
        raise Trouble(f"The requirements were not installed: {_explain(done.stdout, file)}")


def _explain(said: str, file: str) -> str:
    for sign, sentence in REASONS:
        if sign in said:
            return sentence.format(file=file)
    with contextlib.suppress(OSError):
        LOG.write_text(said)
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")] or said.strip().splitlines()[-1:]
    return f"{' '.join(errors[-1:]).removeprefix('ERROR: ')} (the whole story: {LOG.relative_to(TOP)})"


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) == 2 else ""
    if wanted not in NEEDED_BYTES:
        sys.exit("Say what to prepare for: run or test.")
    try:
        main(wanted)
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next run goes on from here.")
    except OSError as error:
        sys.exit(f"The virtual environment was not made: {error.strerror or error} ({error.filename or VENV}).")
