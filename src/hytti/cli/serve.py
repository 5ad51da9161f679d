"""Prepare the data folder, say where the pages are, and hand the process over to the server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import checks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from .demo import SignIn

WORKERS = 2
THREADS = 2  # in each worker; each holds one database connection and what it needs to make one page


def serve() -> NoReturn:
    """Check, prepare and become granian. Raises Trouble where the place does not allow it."""
    host, port = os.environ.get("HYTTI_HOST", "").strip() or "127.0.0.1", checks.port_from_environment()
    checks.require_free_port(host, port)

    from django.conf import settings

    checks.require_writable(settings.VAR)
    checks.require_space(settings.VAR)

    sign_ins = _prepared_sign_ins()
    letters = "" if settings.EMAIL_HOST else str(settings.EMAIL_FILE_PATH)
    print(greeting(host, port, sign_ins, letters), flush=True)
    _become_server(host, port)


def _prepared_sign_ins() -> list[SignIn]:
    """Prepare what is missing; the answer is the demo accounts."""
    from django.conf import settings

    from . import readiness

    database = settings.DATABASES["default"]
    file = Path(str(database["NAME"])) if "sqlite3" in str(database["ENGINE"]) else None
    known = readiness.remembered(settings.VAR, file, demo=settings.DEMO)
    if known is not None:
        return known

    import django

    django.setup()

    from .preparation import prepare

    sign_ins = prepare(print)
    readiness.remember(settings.VAR, file, sign_ins, demo=settings.DEMO)
    return sign_ins


def greeting(host: str, port: int, sign_ins: Sequence[SignIn], letters: str = "") -> str:
    """The address and, in demo mode, who may sign in with what, and the folder into which letters are written."""
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host  # noqa: S104
    lines = [f"Hytti is at http://{shown}:{port}/ (stop with Ctrl-C)"]
    if sign_ins:
        width = max(len(person.email) for person in sign_ins)
        lines += ["", "Demo accounts, for trying out only:"]
        lines += [f"  {person.email:<{width}}  {person.password}  {person.role}" for person in sign_ins]
        lines += [f"Letters, as a partner's link to follow-up, are written into {letters}"] if letters else []
    return "\n".join(lines)


def server_command(
    host: str, port: int, *, program: str = "hytti.cli.workers", application: str = "hytti.config.wsgi:application"
) -> list[str]:
    """granian as it serves Hytti: WSGI, two workers, quiet. program: granian itself, or what loads Hytti before it."""
    return [
        sys.executable, "-m", program, "--interface", "wsgi", "--workers", str(WORKERS),
        "--blocking-threads", str(THREADS),
        "--host", host, "--port", str(port), "--no-ws", "--no-access-log", "--log-level", "error",
        "--respawn-failed-workers", "--workers-kill-timeout", "2", application,
    ]  # fmt: skip


def _become_server(host: str, port: int) -> NoReturn:
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # glibc keeps up to eight heaps a core, each with its own gaps
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # else a thread for each core before the workers are forked
    command = server_command(host, port)
    os.execv(command[0], command)
