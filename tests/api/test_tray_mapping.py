"""The table PTV – Hytti – HSDS holds every field there is, and what the interface truly tells."""

import csv
import re
from pathlib import Path

import pytest

from conformance.hsds.shapes import BESIDE, TABLES
from hytti.core.models import Organisation
from hytti.tray.models import Contact, Offer, Place, Time
from tray_offers import make_offers

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
with (FOLDER / "tray-mapping.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
FULL = {"services": "service", "organizations": "organization", "service_at_locations": "service_at_location"}
TERMS = {"taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term"}


def listed(column):
    return [name for row in ROWS for name in row[column].split(", ") if name]


def fields_of(table, record):
    """Every field of the record and of what it holds, as table.field."""
    shapes = TABLES["$defs"][table]["properties"] | BESIDE.get(table, {})
    for name, value in record.items():
        yield f"{table}.{name}"
        inner = shapes[name].get("items", shapes[name]).get("$ref", "").rpartition("/")[2]
        for part in (value if isinstance(value, list) else [value]) if inner else []:
            yield from fields_of(inner, part)


def test_every_field_of_hytti_stands_in_the_table_and_no_other_does():
    models = (Offer, Place, Time, Contact, Organisation)
    known = {
        f"{model.__name__}.{field.name}"
        for model in models
        for field in model._meta.get_fields()
        if field.concrete and not field.auto_created
    }
    known |= {f"{model.__name__}.id" for model in models}
    assert set(listed("hytti")) == known


def test_a_row_without_a_field_of_hsds_says_that_it_is_not_told():
    assert all(row["hsds"] or row["note"].startswith(("not told", "not read")) for row in ROWS)


def test_every_field_of_hsds_in_the_table_is_one_of_the_standard():
    known = {f"{table}.{name}" for table, shape in TABLES["$defs"].items() for name in shape["properties"]}
    known |= {f"{table}.{name}" for table, beside in BESIDE.items() for name in beside}
    assert set(listed("hsds")) <= known


@pytest.mark.django_db
def test_the_interface_tells_the_fields_of_the_table_and_no_others(client, settings):
    """Identifiers aside. Four parts of a rule are told only of rare rules, which the offers here do not have."""
    settings.DEMO = True
    offers = make_offers()
    Offer.objects.filter(pk=offers.camp.pk).update(is_made_up=True)
    told = set()
    for path, table in {**FULL, **TERMS}.items():
        query = {"per_page": 500, **({"full": "true"} if path in FULL else {})}
        for record in client.get(f"/api/hsds/fi/{path}", query).json()["contents"]:
            told |= set(fields_of(table, record))
    told = {name for name in told if not name.endswith((".id", "_id"))}
    in_table = {name for name in listed("hsds") if not name.endswith((".id", "_id"))}
    rare = {"schedule.wkst", "schedule.bymonthday", "schedule.byweekno", "schedule.byyearday"}
    assert told - in_table == set()
    assert in_table - told == rare


def test_the_page_shows_the_table():
    page = (FOLDER / "tray-mapping.md").read_text(encoding="utf-8")
    shown = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in page.splitlines() if line[:1] == "|"
    ]
    assert shown[2:] == [list(row.values()) for row in ROWS]
