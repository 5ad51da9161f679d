"""What bench/plans/run.py measures, once Django has been set up."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hytti.core.models import Grant, Organisation, User
from hytti.plans.actions import copying, plans
from hytti.plans.exchange.export import plan_csv
from hytti.plans.exchange.importing import load
from hytti.plans.models import Action, Plan, Priority
from hytti.plans.views.edit import outline
from hytti.plans.views.plans import plan as plan_page

if TYPE_CHECKING:
    from collections.abc import Callable

IMPORTED, ON_PAGE, ROUNDS = 2000, 200, 15
IMPORT_SECONDS, COPY_SECONDS, PAGE_MS, OUTLINE_MS = 3.0, 2.0, 60.0, 110.0
BARE = engines["django"].from_string("<!doctype html><title>{{ name }}</title><h1>{{ name }}</h1>")


def rows(actions: int) -> bytes:
    """A file of a plan: a goal for every ten actions, each with a responsible organisation and days."""
    lines = ["Laji;Tunnus;Minkä alla;Nimi;Vastuuorganisaatio;Kumppanit;Alkaa;Päättyy;Kuvaus"]
    for number in range(actions):
        if number % 10 == 0:
            lines.append(f"tavoite;t{number // 10};;Tavoite {number // 10};;;;;")
        tail = "Koekunta;Koeyhdistys;1.1.2026;31.12.2028;Kuvaus siitä, mitä tehdään ja kenelle."
        lines.append(f"toimenpide;m{number};t{number // 10};Toimenpide {number};{tail}")
    return "\n".join(lines).encode()


def prepared() -> tuple[User, Organisation]:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    town = Organisation.objects.create(kind="municipality", name_fi="Koekunta", slug="koekunta")
    Organisation.objects.create(kind="association", name_fi="Koeyhdistys", slug="koeyhdistys")
    writer = User.objects.create_user("koe@example.org", "koe")
    Grant.objects.create(user=writer, role="coordinator", scope=town, valid_from=timezone.localdate())
    return writer, town


def brought(writer: User, town: Organisation, actions: int) -> tuple[Plan, float]:
    plan = plans.found(by=writer, organisation=town, values={"kind": "plan", "title_fi": f"Suunnitelma {actions}"})
    data = rows(actions)
    begun = time.perf_counter()
    done = load(plan, data, "koe.csv", by=writer)
    spent = time.perf_counter() - begun
    if done.problems:
        raise RuntimeError(str(done.problems[:3]))
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.IN_FORCE)
    return plan, spent


def changed(plan: Plan, writer: User) -> float:
    """Seconds in which the plan's own table comes back with every action's name, text and partners changed."""
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.DRAFT)
    plan.refresh_from_db()
    table = plan_csv(plan).replace("Toimenpide ", "Teko ").replace("Kuvaus ", "Tieto ").replace("Koeyhdistys", "")
    begun = time.perf_counter()
    done = load(plan, table.encode(), "koe.csv", by=writer)
    spent = time.perf_counter() - begun
    if done.changed != IMPORTED or done.problems:
        raise RuntimeError(f"{done.changed} changed, {done.problems[:3]}")
    return spent


def moved(writer: User, town: Organisation) -> float:
    """Seconds in which a file moves goals to another priority, and lets each serve one of another plan."""
    plan, other = (
        plans.found(by=writer, organisation=town, values={"kind": "plan", "title_fi": name}) for name in "AB"
    )
    head = "Laji,Tunnus,Minkä alla,Nimi,Toteuttaa kärkeä\n"
    goals = (f"tavoite,t{at},{f't{at - at % 4}' if at % 4 else 'k1'},Tavoite {at},\n" for at in range(IMPORTED))
    load(plan, f"{head}kärki,k1,,Eka,\nkärki,k2,,Toka,\n{''.join(goals)}".encode(), "koe.csv", by=writer)
    served = Priority.objects.create(plan=other, slug="toisen-karki", order=1, name_fi="Toisen kärki")
    under = Priority.objects.get(plan=plan, name_fi="Toka")
    rows = (f"tavoite,T{goal.pk},K{under.pk},{goal.name_fi},{served.slug}\n" for goal in plan.goals.all())
    table = head + "".join(rows)
    begun = time.perf_counter()
    done = load(plan, table.encode(), "koe.csv", by=writer)
    spent = time.perf_counter() - begun
    if done.changed != IMPORTED or done.problems:
        raise RuntimeError(f"{done.changed} moved, {done.problems[:3]}")
    return spent


def copied(plan: Plan, writer: User) -> float:
    """Seconds in which a plan becomes the draft of its next version."""
    begun = time.perf_counter()
    made = copying.amend(plan, by=writer)
    spent = time.perf_counter() - begun
    if Action.objects.filter(goal__plan=made).count() != IMPORTED:
        raise RuntimeError("the copy is not whole")
    return spent


def milliseconds(ask: Callable[[], object]) -> float:
    """The median of some rounds after two that warm up."""
    times = []
    for _round in range(ROUNDS + 2):
        caches["pages"].clear()
        begun = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times[2:])


def page_of(plan: Plan) -> tuple[float, int]:
    """Server time and queries of a plan's page that is not kept."""
    factory = RequestFactory()

    def ask() -> None:
        request = factory.get(plan.get_absolute_url())
        request.user = AnonymousUser()
        request.session = {}  # type: ignore[assignment]
        if plan_page(request, slug=plan.slug).status_code != 200:
            raise RuntimeError("the page did not answer")

    spent = milliseconds(ask)
    caches["pages"].clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask()
    return spent, len(asked)


def outline_of(plan: Plan, writer: User) -> float:
    """Server time of the page on which a plan is written."""
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.DRAFT)
    request = RequestFactory().get("/")
    request.user, request.session = writer, {}  # type: ignore[assignment]
    return milliseconds(lambda: outline(request, slug=plan.slug))


def main() -> int:
    writer, town = prepared()
    large, seconds = brought(writer, town, IMPORTED)
    seconds_of_a_copy = copied(large, writer)
    seconds_of_changes = changed(large, writer)
    seconds_of_moves = moved(writer, town)
    few, _spent = brought(writer, town, ON_PAGE // 10)
    many, _spent = brought(writer, town, ON_PAGE)
    bare = milliseconds(lambda: HttpResponse(BARE.render({"name": "Hytti"})))
    _small, queries_of_few = page_of(few)
    spent, queries = page_of(many)
    writing = outline_of(many, writer)
    holds = [
        seconds <= IMPORT_SECONDS,
        seconds_of_changes <= IMPORT_SECONDS,
        seconds_of_moves <= IMPORT_SECONDS,
        seconds_of_a_copy <= COPY_SECONDS,
        spent <= PAGE_MS,
        queries == queries_of_few,
        writing <= OUTLINE_MS,
    ]
    print(f"{IMPORTED} actions brought in: {seconds:.2f} s (bar {IMPORT_SECONDS:.0f} s)")
    print(f"{IMPORTED} actions changed by a file: {seconds_of_changes:.2f} s (bar {IMPORT_SECONDS:.0f} s)")
    print(f"{IMPORTED} goals moved by a file: {seconds_of_moves:.2f} s (bar {IMPORT_SECONDS:.0f} s)")
    print(f"{IMPORTED} actions copied to a new version: {seconds_of_a_copy:.2f} s (bar {COPY_SECONDS:.0f} s)")
    print(f"page of {ON_PAGE} actions: {spent:.1f} ms (bar {PAGE_MS:.0f} ms)")
    print(f"that is {spent / bare:.0f} × a bare template of {bare:.3f} ms")
    print(f"the page on which they are written: {writing:.1f} ms (bar {OUTLINE_MS:.0f} ms)")
    print(f"queries: {queries_of_few} with {ON_PAGE // 10} actions, {queries} with {ON_PAGE}")
    print("Every bar holds." if all(holds) else "A bar does not hold.")
    return 0 if all(holds) else 1
