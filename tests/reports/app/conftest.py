"""Lahti with its real figures, a small plan that has been followed, and the people who make its reports."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from factories import make_user_with
from hytti.core.models import Organisation
from hytti.plans.models import Action, Goal, IndicatorLink, LeftOutIndicator, Plan, Priority, Review, Worry
from hytti.reports import actions, jobs
from indicators import pack_sample

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """A file is waited for however busy the machine is."""
    monkeypatch.setattr(jobs, "PATIENCE", 300)


@pytest.fixture(scope="session")
def figures_path(tmp_path_factory):
    """The region pack's statistics, published; nobody may change them."""
    path = tmp_path_factory.mktemp("statistics") / "facts.duckdb"
    pack_sample.write(path)
    return path


@pytest.fixture
def figures(settings, figures_path):
    settings.FACTS, settings.FACTS_ENGINE = figures_path, ""


@pytest.fixture
def lahti(region):
    return Organisation.objects.get(slug="lahti")


@pytest.fixture
def coordinator(lahti):
    return make_user_with("coordinator", lahti)


@pytest.fixture
def plan(lahti):
    """A plan with a priority, a goal, a sub-goal and three actions, of which one was reviewed for 2025."""
    fields = {"kind": Plan.Kind.PLAN, "state": Plan.State.IN_FORCE, "starts": 2025, "ends": 2029}
    record = Plan.objects.create(slug="koe", organisation=lahti, title_fi="Lahden suunnitelma", **fields)
    priority = Priority.objects.create(plan=record, slug="koe-1", order=1, name_fi="Äänen kuuleminen")
    goal = Goal.objects.create(plan=record, priority=priority, order=1, name_fi="Yksinäisyys vähenee")
    below = Goal.objects.create(plan=record, parent=goal, order=2, name_fi="Kohtaamispaikat löytyvät läheltä")
    IndicatorLink.objects.create(
        goal=goal, indicator_key="diabeteslaakkeiden-erityiskorvaus", name_fi="Diabeteslääkkeet", baseline=10.9,
        baseline_year=2022, target=10.5, target_on=dt.date(2029, 12, 31), unit="%",
    )  # fmt: skip
    opened, stopped, lasting = (
        Action.objects.create(goal=of, order=order, name_fi=name, responsible_organisation=lahti, **more)
        for of, order, name, more in (
            (goal, 1, "Avataan olohuone", {"said_status": "done", "status_reason": "Avajaiset pidetty"}),
            (goal, 2, "Koulutetaan vertaisohjaajat", {"said_status": "stopped", "status_reason": "Ei hakijoita"}),
            (below, 1, "Kerätään kartta", {"starts_on": dt.date(2025, 1, 1), "ends_on": dt.date(2028, 12, 31)}),
        )
    )
    Review.objects.create(
        action=opened, year=2025, done="Olohuone avattiin Möysään.", effects="Kävijöitä oli 40 viikossa.",
        next_step="Aukioloa jatketaan iltaan.", next_on=dt.date(2026, 9, 1), handed_in_at=timezone.now(),
    )  # fmt: skip
    Worry.objects.create(
        plan=record, kind="worry", order=1, name_fi="Yksinäisyys lisääntyy", told_by="Nuorisovaltuusto",
        verdict="supported", verdict_reason="Indeksi on noussut.",
    )  # fmt: skip
    LeftOutIndicator.objects.create(plan=record, name_fi="Ylipaino", reason="Kunnan tulos ei ole julkinen.")
    return SimpleNamespace(record=record, goal=goal, below=below, opened=opened, stopped=stopped, lasting=lasting)


def values(organisation, plan=None, kind="yearly", years=(2025, 2025), language="fi"):
    return {
        "organisation": organisation, "plan": plan, "kind": kind, "starts": years[0], "ends": years[1],
        "language": language,
    }  # fmt: skip


@pytest.fixture
def report(lahti, plan, coordinator):
    """The draft of Lahti's yearly report."""
    return actions.start(by=coordinator, values=values(lahti, plan.record))


@pytest.fixture
def address(report):
    """The Finnish address of a page of the draft."""

    def of(name="report", *more):
        return reverse(f"reports:{name}", args=[report.slug, *more])

    return of
