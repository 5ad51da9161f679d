"""Starting, writing, completing and removing reports."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.core import audit, changes, permissions, search
from hytti.core.conflicts import EditConflict, check_revision
from hytti.core.permissions import NotNow

from . import content
from .checks import InvalidDocument
from .frozen import freeze
from .models import Part, Report
from .permissions import MAKE
from .queries import parts_of

if TYPE_CHECKING:
    from hytti.core.models import User

SAME = ("organisation", "kind", "starts", "ends", "language")
"""What makes two reports versions of one."""


@transaction.atomic
def start(*, by: User, values: dict[str, Any]) -> Report:
    """Begin a report of an organisation; where one is completed already, its next version with the texts of the last.

    values: organisation, kind, plan, starts, ends, language. Raises NotAllowed, ValidationError, and NotNow where a
    draft of the same report is under way.
    """
    permissions.require(by, MAKE, values["organisation"])
    plan = values["plan"]
    if plan is not None and plan.organisation_id != values["organisation"].pk:
        raise ValidationError({"plan": _("Suunnitelma on toisen organisaation. Valitse raportin organisaation oma.")})
    same = Report.objects.filter(**{name: values[name] for name in SAME}).order_by("-version")
    latest = same.select_for_update().first()
    if latest is not None and not latest.is_completed:
        raise NotNow(_("Samasta raportista on jo luonnos. Jatka sitä."))
    version = latest.version + 1 if latest else 1
    given = values | {"version": version, "slug": _slug(values, version), "created_by": by}
    report = changes.apply(Report(), given, by=by, verb="report.started")
    if latest is not None:
        kept = ("key", "text", "added", "hidden", "based_on")
        copied = [Part(report=report, **{name: getattr(one, name) for name in kept}) for one in latest.parts.all()]
        Part.objects.bulk_create(copied)
    return report


def _slug(values: dict[str, Any], version: int) -> str:
    """The address of the report, in Finnish whatever its language; its file has the same name."""
    with override("fi"):
        kind = slugify(str(Report.Kind(values["kind"]).label))
    years = dict.fromkeys((values["starts"], values["ends"]))
    parts = [kind, *map(str, years), values["organisation"].slug, values["language"]]
    return "-".join([*parts, f"versio-{version}"] if version > 1 else parts)


def _open(report: Report, by: User) -> Report:
    """The report locked, where the person may write it and it is not completed."""
    permissions.require(by, MAKE, report.organisation)
    report = changes.lock(report)
    if report.is_completed:
        raise NotNow(_("Raportti on valmis eikä enää muutu. Aloita siitä uusi versio."))
    return report


@transaction.atomic
def save_part(report: Report, key: str, values: dict[str, Any], *, by: User, live: str, revision: int) -> Part:
    """Keep what a person wrote of a part: text, added, hidden. A text that is as the `live` one goes on living.

    `revision` is 0 where nobody had touched the part when it was opened. Raises NotAllowed, NotNow, ValidationError,
    EditConflict.
    """
    report = _open(report, by)
    part = report.parts.filter(key=key).first()
    if part is not None and revision == 0:
        raise EditConflict(part)
    text = "" if values["text"] == live else values["text"]
    given = {**values, "text": text, "based_on": live if text else ""}
    asked = revision if part is not None else None
    part = part or Part(report=report, key=key)
    return changes.apply(part, given, by=by, verb="report.part_edited", revision=asked, subject=report)


@transaction.atomic
def complete(report: Report, *, by: User, revision: int | None) -> Report:
    """Freeze the report with its figures: from now on it is the same for ever, and everybody's to read.

    Raises NotAllowed, NotNow (also where the content cannot be made into a document), EditConflict and
    Unreadable.
    """
    report = _open(report, by)
    check_revision(report, revision)
    document = content.document(report, parts_of(report), timezone.localdate())
    try:
        frozen = freeze(document)
    except InvalidDocument as error:
        raise NotNow(_("Raporttia ei voi vahvistaa: %(reason)s") % {"reason": error}) from error
    values = {
        "state": Report.State.COMPLETED,
        "sha256": hashlib.sha256(frozen).hexdigest(),
        "dataset_versions": [dataclasses.asdict(one) for one in document.datasets],
        "completed_at": timezone.now(),
        "completed_by": by,
    }
    before = audit.state_of(report, values)
    for name, value in {**values, "frozen": frozen}.items():
        setattr(report, name, value)
    report.revision += 1
    report.save()
    audit.record(by, "report.completed", report, changes=audit.difference(before, audit.state_of(report, values)))
    report.jobs.all().delete()
    transaction.on_commit(lambda: search.reindex(report))
    return report


@transaction.atomic
def remove(report: Report, *, by: User, revision: int | None) -> None:
    """Remove a draft with what was written in it. Raises NotAllowed, NotNow, EditConflict."""
    report = _open(report, by)
    check_revision(report, revision)
    audit.record(by, "report.removed", report)
    report.delete()
