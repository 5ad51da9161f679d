"""The national code lists, the eight themes and the first rules from class to theme, from the lists in `lists/`.

Codes: Suomi.fi Palvelutietovaranto (DVV, MIT licence). Titles of themes: Tarmoa. Age groups and the facts of
accessibility: as Lähellä.fi sorts them. The rules are ours; Tarmoa's own table was found only in part.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from .models import Term, ThemeRule, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTS = Path(__file__).with_name("lists")
NATIONAL = "Suomi.fi Palvelutietovaranto"
FIELDS = ("uri", "name_fi", "name_sv", "name_en", "note_fi", "ages", "source", "order")


@transaction.atomic
def load() -> None:
    """Bring the terms up to date, and add the rules that were never there: a person's edits of rules stay."""
    Term.objects.bulk_create(
        [*_national(), *_own()],
        update_conflicts=True,
        unique_fields=["vocabulary", "code"],
        update_fields=list(FIELDS),
    )
    _set_parents()
    by_code = {(term.vocabulary, term.code): term for term in Term.objects.exclude(vocabulary=Vocabulary.ONTOLOGY)}
    if not ThemeRule.objects.exists():
        ThemeRule.objects.bulk_create(
            ThemeRule(
                service_class=by_code[Vocabulary.SERVICE_CLASS, row["service_class"]],
                theme=by_code[Vocabulary.THEME, row["theme"]],
                since=dt.date.fromisoformat(row["since"]),
                note=row["note"],
            )
            for row in _rows("theme_rules.csv")
        )


def national() -> list[dict[str, str]]:
    """The rows of the national code lists: vocabulary, code, names in three languages."""
    return _rows("codes.csv")


def _rows(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _national() -> Iterable[Term]:
    for order, row in enumerate(_rows("codes.csv")):
        texts = {name: row[name] for name in ("uri", "name_fi", "name_sv", "name_en", "note_fi")}
        yield Term(vocabulary=row["vocabulary"], code=row["code"], order=order, source=NATIONAL, **texts)


def _own() -> Iterable[Term]:
    for order, row in enumerate(_rows("own_codes.csv")):
        texts = {name: row[name] for name in ("name_fi", "name_sv", "name_en", "source")}
        first, last = row["first_age"], row["last_age"]
        ages = [int(first), int(last) if last else None] if first else []
        yield Term(vocabulary=row["vocabulary"], code=row["code"], order=order, ages=ages, **texts)


def _set_parents() -> None:
    known = {(term.vocabulary, term.code): term for term in Term.objects.filter(source=NATIONAL)}
    changed = []
    for row in _rows("codes.csv"):
        term = known[row["vocabulary"], row["code"]]
        parent = known.get((row["vocabulary"], row["parent"]))
        if term.parent_id != (parent.pk if parent else None):
            term.parent = parent
            changed.append(term)
    Term.objects.bulk_update(changed, ["parent"])
