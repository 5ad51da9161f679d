"""What the front page and the desk show, gathered from the rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.audit_words import verb_label
from hytti.core.models import AuditEvent
from hytti.core.models.provenance import CONFIRMATION_LASTS, Confirmation
from hytti.structures.models import Body, Document, Theme
from hytti.structures.permissions import covers

if TYPE_CHECKING:
    from hytti.core.models import Grant, User

SHOWN = 6


@dataclass(frozen=True)
class ThemeCount:
    """A theme with the number of working networks in it and its sub-themes; `share` of the largest, 0–150."""

    theme: Theme
    url: str
    count: int
    share: int


def networks_by_theme() -> list[ThemeCount]:
    """The headings of the network list, largest first."""
    themes = {theme.pk: theme for theme in Theme.objects.all()}
    counts: dict[int, int] = {}
    for theme_id in Body.objects.networks().working().exclude(theme=None).values_list("theme_id", flat=True):
        top = themes[theme_id]
        while top.parent_id:
            top = themes[top.parent_id]
        counts[top.pk] = counts.get(top.pk, 0) + 1
    largest = max(counts.values(), default=1)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], themes[item[0]].name_fi))
    return [
        ThemeCount(themes[pk], reverse("structures:theme", args=[themes[pk].slug]), count, round(150 * count / largest))
        for pk, count in ordered
    ]


@dataclass(frozen=True)
class Confirmed:
    """A record with the state of its confirmation."""

    record: Body | Document
    name: str
    what: str
    state: Confirmation
    on: dt.date


def latest_confirmations(today: dt.date) -> list[Confirmed]:
    """The records confirmed last, newest first."""
    bodies = Body.objects.working().filter(confirmed_on__isnull=False).order_by("-confirmed_on", "name_fi")[:SHOWN]
    documents = Document.objects.filter(confirmed_on__isnull=False).order_by("-confirmed_on", "title_fi")[:SHOWN]
    rows = [
        Confirmed(body, "name", str(body.get_kind_display()), body.confirmation(today), body.confirmed_on)
        for body in bodies
        if body.confirmed_on
    ] + [
        Confirmed(
            document, "title", str(document.get_kind_display()), document.confirmation(today), document.confirmed_on
        )
        for document in documents
        if document.confirmed_on
    ]
    return sorted(rows, key=lambda row: row.on, reverse=True)[:SHOWN]


@dataclass(frozen=True)
class Waiting:
    """A record that waits for its keeper: what to do and since when."""

    record: Body | Document
    name: str
    reason: str
    since: str
    urgent: bool

    @property
    def confirm_url(self) -> str:
        kind = "document" if isinstance(self.record, Document) else "body"
        return reverse(f"structures:confirm_{kind}", args=[self.record.slug])


def waiting_for(user: User, today: dt.date) -> list[Waiting]:
    """Working bodies and documents in the user's care that nobody has confirmed for a year, overdue ones first."""
    grants = [grant for grant in user.current_grants() if "bodies.confirm" in grant.described.rights]
    if not grants:
        return []
    bodies = Body.objects.working().not_confirmed_for_a_year(today).prefetch_related("municipalities")
    documents = Document.objects.not_confirmed_for_a_year(today)
    rows = [_waiting(body, "name") for body in bodies if _in_care(grants, body)]
    rows += [_waiting(document, "title") for document in documents if _in_care(grants, document)]
    return sorted(rows, key=lambda row: (not row.urgent, row.since))


def _in_care(grants: list[Grant], record: Body | Document) -> bool:
    return any(covers(grant, record) for grant in grants)


def _waiting(record: Body | Document, name: str) -> Waiting:
    if record.confirmed_on:
        due = record.confirmed_on + CONFIRMATION_LASTS
        return Waiting(record, name, _("Vahvistus on vanhentunut"), due.isoformat(), urgent=True)
    return Waiting(record, name, _("Tietoa ei ole vahvistettu kertaakaan"), record.as_of, urgent=False)


@dataclass(frozen=True)
class Changed:
    """Something that a person changed, with the page it is seen on."""

    at: dt.datetime
    label: str
    word: str
    url: str


def latest_changes(limit: int = 10) -> list[Changed]:
    """What people changed last, each with its page where it has one."""
    wanted = AuditEvent.objects.filter(actor__isnull=False, subject_type__app_label="structures")
    events = list(wanted.select_related("subject_type")[:limit])
    pages: dict[tuple[int | None, int | None], str] = {}
    for model in (Body, Document):
        content_type = ContentType.objects.get_for_model(model)
        keys = [event.subject_id for event in events if event.subject_type_id == content_type.pk]
        for record in model.objects.filter(pk__in=keys):
            pages[content_type.pk, record.pk] = record.get_absolute_url()
    return [
        Changed(event.at, event.label, verb_label(event.verb), pages.get((event.subject_type_id, event.subject_id), ""))
        for event in events
    ]
