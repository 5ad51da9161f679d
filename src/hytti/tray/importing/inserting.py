"""Many rows of plain values at once. Django's own way weighs every value of every row as an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import JSONField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Field, Model

AS_THEY_ARE = {str, int, float, bool, type(None)}


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values in the order of the columns (names of attributes); other columns get their defaults."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name.pop(name) for name in columns]
    others = [field for field in by_name.values() if not field.primary_key]
    defaults = [one.get_db_prep_save(one.get_default(), connection) for one in others]
    prepare = [_preparing(field) for field in fields]
    values = [[*(make(value) for make, value in zip(prepare, row, strict=True)), *defaults] for row in rows]
    if not values:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in (*fields, *others))
    marks = ", ".join(["%s"] * (len(fields) + len(others)))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", values)  # noqa: S608


def _preparing(field: Field[Any, Any]) -> Callable[[Any], Any]:
    """What makes a value fit the database: the field's own way, for those that do not fit as they are."""
    plain = set() if isinstance(field, JSONField) else AS_THEY_ARE
    return lambda value: value if type(value) in plain else field.get_db_prep_save(value, connection)
