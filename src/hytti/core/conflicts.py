"""Two people saving the same record: the second one sees both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db import models


class EditConflict(Exception):
    """The record was changed by somebody else after the form was opened. `record` holds what is stored now."""

    def __init__(self, record: models.Model) -> None:
        self.record = record
        super().__init__(f"{record} was changed in between")


def check_revision(record: models.Model, revision: int | None) -> None:
    """Raise EditConflict where the form was opened on an older revision; None skips the check."""
    if revision is not None and record.revision != revision:  # type: ignore[attr-defined]
        raise EditConflict(record)
