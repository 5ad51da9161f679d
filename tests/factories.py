"""Small makers of test records. Each fills in only what the database demands; the rest is given by the test."""

from __future__ import annotations

import itertools
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from hytti.coefficient.example import example_table
from hytti.coefficient.models import CoefficientTable, Scenario
from hytti.core.models import Area, Grant, Organisation, Person, Region, Source, User
from hytti.indicators.models import OwnDataset, OwnIndicator, OwnVersion
from hytti.reports.blocks import Document as ReportDocument
from hytti.reports.blocks import Paragraph, text
from hytti.reports.frozen import freeze, sha256
from hytti.reports.models import Report
from hytti.structures.models import Body, CooperationTier, Document, Membership, Post, Theme, Topic

_counter = itertools.count(1)
PASSWORD = "kaisla-ja-laine-42"


def _slug(text: str) -> str:
    return f"{slugify(text)[:100] or 'x'}-{next(_counter)}"


def _with_many(record: models.Model, **many: Any) -> None:
    for name, values in many.items():
        if values:
            getattr(record, name).set(values)


def make_source(**fields: Any) -> Source:
    fields.setdefault("title_fi", "Koelähde")
    fields.setdefault("key", _slug(fields["title_fi"]))
    fields.setdefault("as_of", "2023-11-01")
    return Source.objects.create(**fields)


def make_area(**fields: Any) -> Area:
    """A municipality, unless another kind is asked for."""
    fields.setdefault("kind", Area.Kind.MUNICIPALITY)
    fields.setdefault("name_fi", f"Koekunta {next(_counter)}")
    fields.setdefault("code", f"{next(_counter) % 1000:03d}")
    fields.setdefault("slug", _slug(fields["name_fi"]))
    return Area.objects.create(**fields)


def make_organisation(**fields: Any) -> Organisation:
    fields.setdefault("kind", Organisation.Kind.ASSOCIATION)
    fields.setdefault("name_fi", f"Koeyhdistys {next(_counter)}")
    fields.setdefault("slug", _slug(fields["name_fi"]))
    return Organisation.objects.create(**fields)


def make_region(**fields: Any) -> Region:
    fields.setdefault("key", "koeseutu")
    fields.setdefault("name_fi", "Koeseutu")
    fields.setdefault("name_sv", fields["name_fi"])
    if "area" not in fields:
        fields["area"] = make_area(kind=Area.Kind.COUNTY, code="09", name_fi=fields["name_fi"])
    if "organisation" not in fields:
        fields["organisation"] = make_organisation(
            kind=Organisation.Kind.COUNTY, name_fi=f"{fields['name_fi']}n hyvinvointialue", area=fields["area"]
        )
    return Region.objects.create(**fields)


def make_theme(**fields: Any) -> Theme:
    fields.setdefault("name_fi", f"Koeteema {next(_counter)}")
    fields.setdefault("slug", _slug(fields["name_fi"]))
    return Theme.objects.create(**fields)


def make_body(**fields: Any) -> Body:
    """A network, unless another kind is asked for. `municipalities` and `other_themes` are lists."""
    many = {name: fields.pop(name, ()) for name in ("municipalities", "other_themes")}
    fields.setdefault("kind", Body.Kind.NETWORK)
    fields.setdefault("name_fi", f"Koeverkosto {next(_counter)}")
    fields.setdefault("slug", _slug(fields["name_fi"]))
    body = Body.objects.create(**fields)
    _with_many(body, **many)
    return body


def make_document(**fields: Any) -> Document:
    fields.setdefault("kind", Document.Kind.PLAN)
    fields.setdefault("title_fi", f"Koesuunnitelma {next(_counter)}")
    fields.setdefault("slug", _slug(fields["title_fi"]))
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return Document.objects.create(**fields)


def make_topic(**fields: Any) -> Topic:
    fields.setdefault("title_fi", f"Koeaihe {next(_counter)}")
    fields.setdefault("slug", _slug(fields["title_fi"]))
    return Topic.objects.create(**fields)


def make_tier(**fields: Any) -> CooperationTier:
    fields.setdefault("number", next(_counter))
    fields.setdefault("title_fi", f"Koetaso {fields['number']}")
    fields.setdefault("gives_money", False)
    return CooperationTier.objects.create(**fields)


def make_post(**fields: Any) -> Post:
    fields.setdefault("title_fi", "Jäsen")
    fields.setdefault("slug", _slug(fields["title_fi"]))
    if not fields.get("body") and not fields.get("organisation"):
        fields["body"] = make_body()
    return Post.objects.create(**fields)


def make_person(**fields: Any) -> Person:
    fields.setdefault("name", f"Koe Henkilö {next(_counter)}")
    return Person.objects.create(**fields)


def make_membership(**fields: Any) -> Membership:
    if "body" not in fields:
        fields["body"] = make_body()
    if "person" not in fields:
        fields["person"] = make_person()
    return Membership.objects.create(**fields)


def make_user(**fields: Any) -> User:
    fields.setdefault("email", f"koe{next(_counter)}@esimerkki.invalid")
    password = fields.pop("password", PASSWORD)
    return User.objects.create_user(fields.pop("email"), password, **fields)


def make_user_with(role: str, scope: models.Model | None = None, **fields: Any) -> User:
    """A user who holds the role (its code) for a body, an organisation or, with no scope, the whole region."""
    user = make_user(**fields)
    Grant.objects.create(user=user, role=role, scope=scope)
    return user


def make_own_figures(organisation: Organisation) -> OwnVersion:
    """A draft of own figures that the organisation keeps, as it is when its file has been read."""
    count = next(_counter)
    indicator = OwnIndicator.objects.create(key=f"koemittari-{count}", name_fi=f"Koemittari {count}", kind="count")
    dataset = OwnDataset.objects.create(
        slug=f"koeaineisto-{count}",
        title_fi=f"Koeaineisto {count}",
        indicator=indicator,
        organisation=organisation,
        source_text="Koelähde",
        licence="CC BY 4.0",
    )
    sheet = {"name": "luvut.csv", "columns": ["Kunta", "Vuosi", "Lukumäärä"], "rows": [["Lahti", "2025", "120"]]}
    table = {"sheets": [{**sheet, "lines": [2], "delimiter": ";", "problems": []}]}
    return OwnVersion.objects.create(
        dataset=dataset, number=1, file_name="luvut.csv", as_of="2026", table=table, loaded_at=timezone.now()
    )


def make_coefficient_table(**fields: Any) -> CoefficientTable:
    """A draft of the counties' table of 2026 with the figures of the made-up example, unless others are given."""
    fields.setdefault("level", "county")
    fields.setdefault("funding_year", 2026)
    fields.setdefault("name", f"Koetaulukko {next(_counter)}")
    fields.setdefault("source_text", "Koelähde, kerroinraportti")
    fields.setdefault("as_of", "2025-10")
    fields.setdefault("loaded_at", timezone.now())
    table = fields.pop("table", None) or example_table(fields["level"])
    return CoefficientTable.objects.create(data=table.as_dict(), **fields)


def make_scenario(**fields: Any) -> Scenario:
    """A what-if on the made-up example, unless a table is given."""
    fields.setdefault("funding_year", 2026)
    fields.setdefault("area", "09")
    fields.setdefault("name", f"Koelaskelma {next(_counter)}")
    fields.setdefault("changes", {"09": {"brief_intervention": 60.0}})
    return Scenario.objects.create(**fields)


def make_report(organisation: Organisation, *, completed: bool = False, **fields: Any) -> Report:
    """A draft of a yearly report, or a completed one of a single paragraph."""
    fields = {"kind": "yearly", "starts": 2025, "ends": 2025, "slug": f"koeraportti-{next(_counter)}", **fields}
    if completed:
        now = timezone.now()
        blocks = (Paragraph(text("Äänet kuultiin.")),)
        document = ReportDocument("Koeraportti", "fi", now.date(), organisation.name_fi, blocks)
        fields |= {"state": "completed", "frozen": freeze(document), "sha256": sha256(document), "completed_at": now}
    return Report.objects.create(organisation=organisation, **fields)
