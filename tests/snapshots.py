"""The real pack's rows, read once and put into each test's own transaction: a tenth of the time of a load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection

if TYPE_CHECKING:
    from pathlib import Path

    from django.db import models

OWN = ("core", "structures", "plans", "tray")
kept: dict[tuple[Path, tuple[int, ...]], list[tuple[type[models.Model], list[models.Model]]]] = {}


def put_pack(folder: Path) -> None:
    """Load the pack into the empty database of a test; from the second time on from memory."""
    from hytti.core.packs.loading import load

    # A test that empties the database on PostgreSQL gives the kinds of records other numbers.
    key = folder, tuple(ContentType.objects.order_by("pk").values_list("pk", flat=True))
    if key not in kept:
        load(folder)
        kept[key] = [(model, list(model._base_manager.order_by("pk"))) for model in tables()]
        return
    for model, rows in kept[key]:
        model._base_manager.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model for model, _ in kept[key]]):
            cursor.execute(statement)


def tables() -> list[type[models.Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.app_label in OWN and model._meta.managed and not model._meta.proxy]
