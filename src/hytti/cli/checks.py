"""What must hold before the service starts: a writable data folder, room on the disk, a free port."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import tempfile
from pathlib import Path

from .trouble import Trouble

SPARE_BYTES = 100_000_000


def port_from_environment() -> int:
    """HYTTI_PORT as a number; raises Trouble where it is none."""
    text = os.environ.get("HYTTI_PORT", "").strip() or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"HYTTI_PORT is {text!r}: give a number between 1 and 65535.")
    return int(text)


def require_writable(folder: Path) -> None:
    """The folder can be made and written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Trouble(f"The disk is full: nothing can be written to the data folder {folder}.") from None
        raise Trouble(
            f"The data folder {folder} cannot be written ({error.strerror}): "
            "check its owner and rights, or choose another with HYTTI_VAR."
        ) from None


def require_space(folder: Path, needed: int = SPARE_BYTES) -> None:
    """The folder's disk has room for the database to grow."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Trouble(
            f"The disk is too full: {free // 1_000_000} MB free for the data folder {folder}, "
            f"{needed // 1_000_000} MB needed."
        )


def require_free_port(host: str, port: int) -> None:
    """Nobody listens at the address, and it is ours to listen at."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise Trouble(f"HYTTI_HOST is {host!r}: no such address is known here.") from None
    except OSError as error:
        raise Trouble(_about_port(error, host, port)) from None


def _about_port(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken: stop what listens there, or choose another port with HYTTI_PORT."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} needs more rights: choose one above 1023 with HYTTI_PORT."
    return f"Nothing can listen at {host}:{port} ({error.strerror}): choose with HYTTI_HOST and HYTTI_PORT."
