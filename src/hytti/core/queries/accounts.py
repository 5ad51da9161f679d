"""Who has an account, what they may do, and what has been done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import AuditEvent, Grant, User
from ..roles import ROLES, Role

if TYPE_CHECKING:
    from django.utils.functional import Promise

RIGHTS: dict[str, str | Promise] = {
    "bodies.found": _("Perustaa verkoston"),
    "bodies.edit": _("Muuttaa toimielimen tai verkoston tietoja"),
    "bodies.close": _("Lakkauttaa verkoston"),
    "bodies.confirm": _("Vahvistaa tiedot"),
    "memberships.edit": _("Muuttaa jäseniä ja varajäseniä"),
    "documents.edit": _("Muuttaa asiakirjojen tietoja"),
    "history.undo": _("Kumoaa muutoksen uudella muutoksella"),
    "figures.load": _("Lataa omia lukuja ja ehdottaa niitä julkaistaviksi"),
    "figures.publish": _("Hyväksyy, julkaisee ja vetää pois omia lukuja"),
    "indicators.edit": _("Muuttaa alueen omia mittareita"),
    "coefficient.answer": _("Vastaa kunnan hyte-kertoimen kohtiin"),
    "coefficient.plan": _("Tallentaa hyte-kertoimen laskelmia"),
    "coefficient.tables": _("Lataa, julkaisee ja poistaa hyte-kertoimen taulukot"),
    "plans.edit": _("Kirjoittaa oman organisaation suunnitelmia"),
    "plans.decide": _("Kirjaa suunnitelman käsittelyn ja päätökset"),
    "plans.read_drafts": _("Näkee suunnitelmien luonnokset"),
    "plans.comment": _("Kommentoi suunnitelmia"),
    "plans.moderate": _("Tarkistaa suunnitelman kommentit"),
    "plans.review": _("Kertoo, miten toimenpiteet etenevät"),
    "duties.record": _("Kirjaa näytön lakisääteisistä tehtävistä"),
    "reports.make": _("Tekee hyvinvointikertomuksia ja raportteja"),
    "offers.write": _("Kirjoittaa oman organisaation tarjontaa"),
    "offers.moderate": _("Tarkistaa ja julkaisee tarjontaa"),
    "requests.answer": _("Vastaa asukkaiden yhteydenottopyyntöihin"),
    "referrals.make": _("Antaa asiakkaille tarjottimia ja lähetteitä"),
    "referrals.receive": _("Ottaa vastaan hyvinvointilähetteitä"),
    "feeds.keep": _("Pitää tarjottimen syötteitä"),
    "themes.edit": _("Muuttaa teemojen sääntöjä"),
    "users.manage": _("Hallitsee tunnuksia ja valtuuksia"),
    "region.edit": _("Muuttaa alueen perustietoja"),
    "audit.read": _("Lukee tapahtumalokia"),
}


@dataclass(frozen=True)
class RightRow:
    """One right and, for each role in order, whether the role holds it."""

    label: str | Promise
    held: list[tuple[Role, bool]]


def role_matrix() -> list[RightRow]:
    """Every right against every role, from the roles themselves."""
    rights = [*RIGHTS, *sorted({right for role in ROLES.values() for right in role.rights} - RIGHTS.keys())]
    return [
        RightRow(RIGHTS.get(right, right), [(role, right in role.rights) for role in ROLES.values()])
        for right in rights
    ]


def users(words: str = "", role: str = "") -> models.QuerySet[User]:
    """Accounts whose name or address holds the words and which hold the role today."""
    found = User.objects.prefetch_related("grants__content_type", "grants__scope").order_by("name", "email")
    for word in words.split():
        found = found.filter(models.Q(name__icontains=word) | models.Q(email__icontains=word))
    if role:
        held = Grant.objects.in_force(timezone.localdate()).filter(role=role)
        found = found.filter(pk__in=held.values("user"))
    return found


@dataclass(frozen=True)
class GrantRow:
    """A grant and its place in time: "current", "coming" or "past"."""

    grant: Grant
    when: str


def grants_of(user: User, today: dt.date | None = None) -> list[GrantRow]:
    """The account's grants, those in force first."""
    today = today or timezone.localdate()
    rows = [GrantRow(grant, when(grant, today)) for grant in user.grants.prefetch_related("content_type", "scope")]
    return sorted(rows, key=lambda row: ("current", "coming", "past").index(row.when))


def when(grant: Grant, today: dt.date) -> str:
    if grant.valid_from > today:
        return "coming"
    return "past" if grant.valid_to and grant.valid_to < today else "current"


def overlapping_grants(
    user: User, role: str, scope: models.Model | None, start: dt.date, end: dt.date | None
) -> models.QuerySet[Grant]:
    """Grants of the same role for the same thing that share a day with the period."""
    from django.contrib.contenttypes.models import ContentType

    found = user.grants.filter(role=role).filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=start))
    if end:
        found = found.filter(valid_from__lte=end)
    if scope is None:
        return found.filter(object_id__isnull=True)
    return found.filter(content_type=ContentType.objects.get_for_model(scope), object_id=scope.pk)


def administrators(*, lock: bool = False) -> set[int]:
    """Keys of the accounts that can manage users today. With `lock`, nobody else changes the grants meanwhile."""
    roles = [role.code for role in ROLES.values() if "users.manage" in role.rights]
    grants = Grant.objects.in_force(timezone.localdate()).filter(role__in=roles, user__is_active=True)
    if not settings.DEMO:
        grants = grants.filter(user__is_demo=False)
    if lock:
        grants = grants.select_for_update()
    return set(grants.values_list("user_id", flat=True))


def events(
    *, verb: str = "", person: User | None = None, since: dt.date | None = None, until: dt.date | None = None
) -> models.QuerySet[AuditEvent]:
    """Audit events, newest first, limited to a kind, a doer and days of local time."""
    found = AuditEvent.objects.select_related("actor", "content_type").order_by("-pk")
    if verb:
        found = found.filter(verb=verb)
    if person:
        found = found.filter(actor=person)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    return found


def verbs_used() -> list[str]:
    return list(AuditEvent.objects.order_by("verb").values_list("verb", flat=True).distinct())
