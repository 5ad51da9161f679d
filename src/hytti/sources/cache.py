"""Answers on disk, so that an interrupted run goes on where it was and an unchanged answer is not fetched again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """What is known of a kept answer: when its bytes came, and when they were last found current."""

    address: str
    fetched_at: dt.datetime
    checked_at: dt.datetime
    sha256: str
    etag: str = ""
    last_modified: str = ""


class Cache:
    """A folder of raw answers. A file that is torn or has been touched counts as absent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> tuple[Kept, bytes] | None:
        """The answer kept under the key, or None."""
        try:
            told = json.loads(self._path(key, "json").read_text(encoding="utf-8"))
            body = self._path(key, "body").read_bytes()
            fetched, checked = (dt.datetime.fromisoformat(told.pop(name)) for name in ("fetched_at", "checked_at"))
            kept = Kept(fetched_at=fetched, checked_at=checked, **told)
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return None
        return (kept, body) if hashlib.sha256(body).hexdigest() == kept.sha256 else None

    def keep(self, key: str, kept: Kept, body: bytes) -> None:
        """Put an answer in; until the last step the former one is found, or none."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write(key, "body", body)
        self._note(key, kept)

    def still_current(self, key: str, kept: Kept, now: dt.datetime) -> Kept:
        """Note that the kept answer was found unchanged."""
        checked = replace(kept, checked_at=now)
        self._note(key, checked)
        return checked

    def _note(self, key: str, kept: Kept) -> None:
        told = {name: text if isinstance(text, str) else text.isoformat() for name, text in asdict(kept).items()}
        self._write(key, "json", json.dumps(told, ensure_ascii=False).encode())

    def _write(self, key: str, kind: str, data: bytes) -> None:
        beside = self._path(key, f"{kind}.{os.getpid()}")
        beside.write_bytes(data)
        beside.replace(self._path(key, kind))

    def _path(self, key: str, kind: str) -> Path:
        return self._folder / f"{key}.{kind}"
