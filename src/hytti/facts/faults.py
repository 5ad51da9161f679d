"""Why a dataset could not be renewed, in a small file beside the store, so that pages can say it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .model import Fault

if TYPE_CHECKING:
    from pathlib import Path


def beside(store: Path) -> Path:
    """The file of faults that belongs to a store's file."""
    return store.with_name(f"{store.name}.faults.json")


def read(store: Path) -> list[Fault]:
    """The faults that stand, by dataset; none where nothing has failed or the file cannot be read."""
    try:
        kept = json.loads(beside(store).read_text(encoding="utf-8"))
        return [Fault(key, datetime.fromisoformat(one["at"]), str(one["text"])) for key, one in sorted(kept.items())]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def note(store: Path, failed: dict[str, str], renewed: set[str]) -> None:
    """Keep why some datasets failed, and forget the faults of those that were renewed."""
    faults = {fault.dataset: fault for fault in read(store) if fault.dataset not in renewed}
    now = datetime.now(UTC)
    faults |= {key: Fault(key, now, text) for key, text in failed.items()}
    kept = {key: {"at": fault.at.isoformat(), "text": fault.text} for key, fault in faults.items()}
    unfinished = beside(store).with_suffix(".unfinished")
    unfinished.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    unfinished.replace(beside(store))
