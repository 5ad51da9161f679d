"""The real pack's rows, read once and put into each test's own transaction: a tenth of the time of a load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

if TYPE_CHECKING:
    from pathlib import Path

    from django.db import models

OWN = ("core", "structures", "plans")
kept: dict[Path, list[tuple[type[models.Model], list[models.Model]]]] = {}


def put_pack(folder: Path) -> None:
    """Load the pack into the empty database of a test; from the second time on from memory."""
    from hytti.core.packs.loading import load

    if folder not in kept:
        load(folder)
        kept[folder] = [(model, list(model._base_manager.order_by("pk"))) for model in tables()]
        return
    for model, rows in kept[folder]:
        model._base_manager.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, _ in kept[folder]]):
            cursor.execute(statement)


def tables() -> list[type[models.Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.app_label in OWN and model._meta.managed and not model._meta.proxy]
