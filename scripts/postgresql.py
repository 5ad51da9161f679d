"""A PostgreSQL server of one's own for the time of a test run: temporary folder, loopback, a free port."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50", "shared_buffers=64MB")


def find_binaries() -> Path | None:
    """The folder of the newest server's programs; None where no server is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    single = shutil.which("initdb")
    return Path(single).resolve().parent if single else None


@contextmanager
def private_server() -> Iterator[str]:
    """Start a server, give its address, and remove it whatever happens."""
    binaries = find_binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL's initdb")
    folder = Path(tempfile.mkdtemp(prefix="hytti-postgresql-"))
    password = secrets.token_urlsafe(24)
    try:
        _make(binaries, folder, password)
        port = _free_port()
        _start(binaries, folder, port)
        try:
            yield f"postgresql://hytti:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run(binaries / "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop", check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(binaries: Path, folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(secret, "postgres", "postgres")
    _run(
        binaries / "initdb", "-D", str(folder / "data"), "-U", "hytti", "--pwfile", str(secret), "-A", "scram-sha-256",
        "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
    )  # fmt: skip


def _start(binaries: Path, folder: Path, port: int) -> None:
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port} " + " ".join(
        f"-c {setting}" for setting in FAST
    )
    _run(
        binaries / "pg_ctl",
        "-D",
        str(folder / "data"),
        "-l",
        str(folder / "log"),
        "-o",
        options,
        "-w",
        "-t",
        "60",
        "start",
    )


def _run(*command: str | Path, check: bool = True) -> None:
    """Run a program of the server, which refuses to be root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if check and done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.decode(errors='replace').strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
