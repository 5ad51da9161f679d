"""What was prepared, remembered: a start that would find nothing to do need not load Django to learn it.

The mark holds the sizes and times of every file that preparing reads, and the database file itself, so that a new
release, an edited pack or a restored database is prepared as on the first day. PostgreSQL is always asked.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from .region import pack_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .demo import SignIn

PACKAGE = Path(__file__).resolve().parent.parent
MARK = "prepared.json"


def remembered(var: Path, database: Path | None, *, demo: bool) -> list[SignIn] | None:
    """The demo sign-ins of the last preparation, where everything is as it was then; otherwise None."""
    from .demo import SignIn

    try:
        mark = json.loads((var / MARK).read_text())
        if database is None or mark["digest"] != _digest(var, database, demo=demo):
            return None
        return [SignIn(**person) for person in mark["sign_ins"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(var: Path, database: Path | None, sign_ins: list[SignIn], *, demo: bool) -> None:
    """Mark the data folder as prepared."""
    if database is None:
        return
    people = [vars(person) for person in sign_ins]
    (var / MARK).write_text(json.dumps({"digest": _digest(var, database, demo=demo), "sign_ins": people}))


def _digest(var: Path, database: Path, *, demo: bool) -> str:
    from django.conf import settings

    digest = hashlib.sha256(f"{sys.version} {demo} {var} {database.stat().st_ino}\n".encode())
    digest.update(f"{settings.FACTS} {settings.FACTS.exists()}\n".encode())
    folders = [PACKAGE, *filter(None, [pack_folder()])]
    for entry in sorted(fact for folder in folders for fact in _facts(folder)):
        digest.update(entry.encode())
    for folder in (var / "static", Path(sysconfig.get_path("purelib"))):
        digest.update(f"{folder} {folder.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _facts(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _facts(Path(entry.path))
            else:
                facts = entry.stat()
                yield f"{entry.path} {facts.st_size} {facts.st_mtime_ns}\n"
