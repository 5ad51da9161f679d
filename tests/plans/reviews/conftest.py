"""A municipality's plan in force: an action of its own and an action of a partner."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from factories import make_organisation, make_user_with
from hytti.plans.models import Action, Goal, Plan


@pytest.fixture
def scene(db, settings):
    settings.SITE_ADDRESS = "https://hytti.esimerkki.fi"
    town, other = (make_organisation(kind="municipality", name_fi=name) for name in ("Koekunta", "Naapuri"))
    partner = make_organisation(kind="association", name_fi="Koeyhdistys")
    plan = Plan.objects.create(
        slug="koesuunnitelma", organisation=town, kind="plan", title_fi="Koesuunnitelma", starts=2025, ends=2028,
        state="in_force",
    )  # fmt: skip
    goal = Goal.objects.create(plan=plan, order=1, name_fi="Ikäihmiset liikkuvat")
    own = Action.objects.create(
        goal=goal, order=1, name_fi="Ulkoiluystävät", responsible_organisation=town, review_from=dt.date(2025, 8, 31),
        review_every=6,
    )  # fmt: skip
    shared = Action.objects.create(goal=goal, order=2, name_fi="Kerhot kylillä", responsible_organisation=partner)
    return SimpleNamespace(
        town=town,
        other=other,
        partner=partner,
        plan=plan,
        goal=goal,
        own=own,
        shared=shared,
        coordinator=make_user_with("coordinator", town),
        neighbour=make_user_with("coordinator", other),
        friend=make_user_with("partner", partner),
        hyte=make_user_with("hyte_unit"),
    )
