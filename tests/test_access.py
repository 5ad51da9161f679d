"""Every address, for every role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from access import ELSEWHERE, TABLE
from access_row import EVERYBODY, Row
from access_tray import tray_records
from factories import (
    make_area,
    make_body,
    make_coefficient_table,
    make_document,
    make_membership,
    make_organisation,
    make_own_figures,
    make_region,
    make_report,
    make_scenario,
    make_theme,
    make_user,
    make_user_with,
)
from hytti.core import changes
from hytti.core.models import AuditEvent
from hytti.indicators import definitions
from hytti.plans.models import (
    Action,
    Comment,
    CommentRound,
    DutyEvidence,
    FollowUpRequest,
    Goal,
    ImportJob,
    IndicatorLink,
    LeftOutIndicator,
    Plan,
    Priority,
    Worry,
)
from hytti.structures.models import BodyKind

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    """The records the table names."""
    make_region()
    area = make_area(name_fi="Äkäslahti")
    town = make_organisation(kind="municipality", name_fi="Äkäslahden kunta", area=area)
    theme = make_theme()
    found = {
        "kunta": area,
        "jarjesto": make_organisation(),
        "teema": theme,
        "organ": make_body(kind=BodyKind.COMMITTEE),
        "oma": make_body(kind=BodyKind.NETWORK, theme=theme),
        "muu": make_body(kind=BodyKind.NETWORK, theme=theme),
        "kunnan": make_body(kind=BodyKind.NETWORK, theme=theme, municipalities=[area]),
        "asiakirja": make_document(),
        "kunnan asiakirja": make_document(organisation=town),
        "tunnus": make_user(),
        "kunta-organisaatio": town,
        "luku": definitions.load()["vaesto"],
    }
    hyte = make_user_with("hyte_unit")
    for name in ("oma", "muu"):
        body = found[name]
        found[f"{name}n jasen"] = make_membership(body=body)
        changes.apply(body, {"purpose_fi": "Uusi tarkoitus"}, by=hyte, verb="body.edited")
        found[f"{name}n muutos"] = AuditEvent.objects.about(body).first()
    own = make_own_figures(found["jarjesto"]), make_own_figures(town)
    found |= {"oma mittari": own[0].dataset.indicator, "oma aineisto": own[0].dataset, "oma versio": own[0]}
    found |= {"kunnan aineisto": own[1].dataset, "kunnan versio": own[1]}
    found |= {"kerroinmittari": ("mmr",), "kunnan kohta": (area.slug, "long_breaks"), "keksitty kunta": ("kunta-a",)}
    found["keksitty tunniste"] = ("1:keksitty",)
    found |= {"kertointaulukko": make_coefficient_table(), "laskelma": make_scenario()}
    plan = Plan.objects.create(slug="koe", organisation=town, kind=Plan.Kind.PLAN, title_fi="Koesuunnitelma")
    priority = Priority.objects.create(plan=plan, slug="koekarki", order=1, name_fi="Koekärki")
    ImportJob.objects.create(plan=plan, digest="0" * 64)
    found |= {"suunnitelma": plan, "karki": priority}
    goal = Goal.objects.create(plan=plan, order=1, name_fi="Koetavoite")
    action = Action.objects.create(goal=goal, order=1, name_fi="Koetoimenpide")
    letter = FollowUpRequest.objects.create(
        year=2026, email="kumppani@esimerkki.fi", token_hash="0" * 64, expires_on=timezone.localdate()
    )
    letter.actions.add(action)
    found |= {"tavoite": goal, "toimenpide": action, "seuranta": (action.pk, 2026), "pyynto": letter}
    today = timezone.localdate()
    comment_round = CommentRound.objects.create(plan=plan, opens_on=today, closes_on=today)
    found["kierros"] = (plan.slug, comment_round.pk)
    found["kommentti"] = Comment.objects.create(plan=plan, round=comment_round, text="Koe")
    found |= draft_of(town)
    duty = "vuosiraportti-valtuustolle"
    found["velvoite"] = (town.slug, duty)
    found["naytto"] = DutyEvidence.objects.create(organisation=town, duty=duty, period="2026", outcome="done")
    found["suunnitelman taulukko"] = (plan.slug, "csv")
    found |= {"vanha linkki": ("vanha",), "vanha linkki ja toimenpide": ("vanha", action.pk)}
    draft, ready = make_report(town), make_report(town, completed=True, kind="term")
    found |= {"kunnan raportti": draft, "kunnan raportin kohta": (draft.slug, "summary"), "valmis raportti": ready}
    found |= {"valmiin raportin luvut": (ready.slug, "csv")}
    found["kunnan tiedosto"] = draft.jobs.create(form="pdf", digest="0" * 64)
    found |= tray_records(town, area, found["jarjesto"])
    found["valtuus"] = make_user_with("hyte_unit").grants.get()
    return found


def draft_of(town) -> dict[str, object]:
    """A draft with a record of each kind."""
    draft = Plan.objects.create(slug="luonnos", organisation=town, kind="plan", title_fi="Luonnos", state="draft")
    priority = Priority.objects.create(plan=draft, slug="oma-karki", order=1, name_fi="Oma kärki")
    goal = Goal.objects.create(plan=draft, order=1, name_fi="Oma tavoite")
    return {
        "oma luonnos": draft,
        "oma karki": (priority.pk,),
        "oma tavoite": (goal.pk,),
        "oma toimenpide": (Action.objects.create(goal=goal, order=1, name_fi="Oma toimenpide").pk,),
        "oma luku": (IndicatorLink.objects.create(goal=goal, indicator_key="vaesto", name_fi="Oma luku").pk,),
        "oma huoli": (Worry.objects.create(plan=draft, order=1, name_fi="Oma huoli").pk,),
        "oma pois jatetty": (LeftOutIndicator.objects.create(plan=draft, name_fi="Oma", reason="Koe").pk,),
    }


@pytest.fixture
def people(records):
    return {
        "A": None,
        "R": make_user(),
        "V": make_user_with("convener", records["oma"]),
        "K": make_user_with("coordinator", records["kunta-organisaatio"]),
        "H": make_user_with("hyte_unit"),
        "P": make_user_with("administrator"),
    }


def address(row: Row, records) -> str:
    if not row.of:
        return reverse(row.name)
    record = records[row.of]
    if isinstance(record, tuple):
        return reverse(row.name, args=record)
    return reverse(row.name, args=[getattr(record, "slug", None) or getattr(record, "key", None) or record.pk])


def names(patterns, namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
        else:
            yield from names(pattern.url_patterns, pattern.namespace or namespace)


def test_the_table_holds_every_address():
    known = {row.name for row in TABLE} | ELSEWHERE
    found = {name for name in names(get_resolver().url_patterns) if not name.startswith(("api-1:", "hsds-"))}
    assert found - known == set()


def outcome(row: Row, reader: str, client: Client, records) -> str | None:
    """What went otherwise than the table says; None where nothing did."""
    url = address(row, records)
    response = client.get(url) if row.post is None else client.post(url, row.post)
    to_sign_in = response.status_code == 302 and response.url.startswith(reverse("account_login"))
    got = "sign-in" if to_sign_in else response.status_code
    otherwise = row.others.get(reader, "sign-in" if reader == "A" else 403)
    expected = row.status if reader in row.readers else otherwise
    return None if got == expected else f"{reader} {row.name} {row.of}: {got} instead of {expected}"


@pytest.mark.parametrize("reader", EVERYBODY)
def test_a_reader_gets_in_just_where_the_table_says(reader, records, people):
    wrong = []
    for row in TABLE:
        client = Client()
        if people[reader]:
            client.force_login(people[reader])
        with transaction.atomic():
            found = outcome(row, reader, client, records)
            transaction.set_rollback(True)
        if found:
            wrong.append(found)
    assert wrong == []
