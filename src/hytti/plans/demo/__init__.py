"""A made-up municipal plan by which a visitor of the demo learns the pages. It exists in demo mode alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..actions import comments, contents, plans, reviews, states
from ..exchange.importing import load
from ..models import Action, Goal, Plan, Worry
from ..rules.states import State

if TYPE_CHECKING:
    from hytti.core.models import Organisation, User

FILE = Path(__file__).with_name("suunnitelma.csv")
TITLE = {
    "title_fi": "Esimerkki: hyvinvointisuunnitelma 2026–2029",
    "title_sv": "Exempel: välfärdsplan 2026–2029",
    "title_en": "Example: wellbeing plan 2026–2029",
}
NEXT = {
    "title_fi": "Esimerkki: hyvinvointisuunnitelman luonnos 2030–2033",
    "title_sv": "Exempel: utkast till välfärdsplan 2030–2033",
    "title_en": "Example: draft wellbeing plan 2030–2033",
}
ROUND = dt.timedelta(days=365)  # the demo is tried out when it is
QUESTION = {
    "question_fi": "Esimerkki: mitä luonnoksesta puuttuu?",
    "question_sv": "Exempel: vad saknas i utkastet?",
    "question_en": "Example: what is missing from the draft?",
}
TERM = 4
NOT_OF_A_DRAFT = ("Hyväksytty sanamuoto", "Ilmoitettu tila", "Tilan peruste", "Työvaiheet")
LED_TO = {
    "Ikäihmiset kaatuvat kotona ja pihoilla": "Kaatumiset vähenevät",
    "Yksinäisyys on lisääntynyt": "Yksinäisyys vähenee",
}
STEPS = (
    (State.PROPOSED, states.Decision(decided_on=dt.date(2025, 11, 24))),
    (
        State.APPROVED,
        states.Decision(decided_on=dt.date(2025, 12, 8), decided_by="Esimerkkivaltuusto", case_number="ESIM/1/2025"),
    ),
    (State.IN_FORCE, states.Decision(decided_on=dt.date(2026, 1, 1))),
)
REVIEWED = (
    (
        "Talvikengät ja liukuesteet lainaan kirjastosta",
        "Esimerkki: sata paria hankittiin ja ne olivat lainassa koko talven.",
    ),
    ("Asukasraati kaksi kertaa vuodessa", "Esimerkki: raati kokoontui kerran ja käsitteli lähiliikuntaa."),
)


@transaction.atomic
def make_demo_plan(organisation: Organisation, by: User, *, partner: Organisation) -> Plan | None:
    """The example in force, and a draft for comments after it; nothing where they are there already.

    partner: the made-up association that answers for one of the actions and takes part in another.

    Raises RuntimeError outside demo mode.
    """
    if not settings.DEMO:
        raise RuntimeError("made-up plans are made in demo mode only")
    if Plan.objects.filter(is_made_up=True).exists():
        return None
    made = _founded(organisation, partner, by, {**TITLE, "starts": 2026, "ends": 2029})
    for state, decision in STEPS:
        states.change(made, state, by=by, decision=decision)
        made.refresh_from_db()
    for name, done in REVIEWED:
        action = Action.objects.get(goal__plan=made, name_fi=name)
        told = {"done": done, "effects": "Esimerkki: palaute on hyvää.", "next_step": "Esimerkki: jatketaan."}
        reviews.review(action, 2026, told, by=by, hand_in=True)
    draft = _founded(organisation, partner, by, {**NEXT, "starts": 2030, "ends": 2033}, later=TERM)
    states.change(draft, State.FOR_COMMENTS, by=by)
    draft.refresh_from_db()
    today = timezone.localdate()
    comments.plan_round(draft, {"opens_on": today, "closes_on": today + ROUND, **QUESTION}, by=by)
    return made


def _founded(
    organisation: Organisation, partner: Organisation, by: User, values: dict[str, object], *, later: int = 0
) -> Plan:
    """The plan of the file; `later` by some years, it is a draft of which nothing has happened yet."""
    plan = plans.found(by=by, organisation=organisation, values={"kind": Plan.Kind.PLAN, **values})
    Plan.objects.filter(pk=plan.pk).update(is_made_up=True)
    plan.refresh_from_db()
    text = FILE.read_text(encoding="utf-8")
    text = text.replace("{kunta}", organisation.name_fi).replace("{kumppani}", partner.name_fi)
    if later:
        text = _proposed(text, later)
    done = load(plan, text.encode(), FILE.name, by=by)
    if done.problems:
        raise RuntimeError("; ".join(f"{one.row} {one.column}: {one.words}" for one in done.problems))
    for worry, goal in LED_TO.items():
        record = Worry.objects.get(plan=plan, name_fi=worry)
        contents.save(record, {"goals": list(Goal.objects.filter(plan=plan, name_fi=goal))}, by=by)
    return plan


def _proposed(text: str, later: int) -> str:
    """The rows with their days some years later, without what is told only of a plan that was decided."""
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    written = io.StringIO()
    writer = csv.DictWriter(written, rows.fieldnames or (), delimiter=";")
    writer.writeheader()
    for row in rows:
        moved = {name: re.sub(r"(?<=\.)20\d\d$", lambda year: str(int(year[0]) + later), row[name]) for name in row}
        writer.writerow(moved | {name: "" for name in NOT_OF_A_DRAFT if name in moved})
    return written.getvalue()
