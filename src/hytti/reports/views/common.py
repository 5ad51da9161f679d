"""What the room's views share: finding a report that the reader may see, and its document."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.permissions import NotAllowed, NotNow

from .. import queries
from ..blocks import Document
from ..checks import InvalidDocument
from ..models import Report
from ..permissions import may_make, may_read


def crumbs(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [
        (_("Etusivu"), reverse("front")),
        (_("Suunnitelmat"), reverse("plans:overview")),
        (_("Raportit"), reverse("reports:reports") if steps else None),
        *steps,
    ]


def turned_away(request: HttpRequest, report: Report, *, make: bool = False) -> HttpResponse | None:
    """Where the reader is sent instead: to sign in. Raises NotAllowed for one who has signed in; None lets in."""
    if (may_make if make else may_read)(request.user, report):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise NotAllowed(
        _("Vain raportin organisaatio muokkaa raporttia.") if make else _("Luonnosta ei ole avattu tälle tunnukselle.")
    )


def report_of(slug: str) -> Report:
    return get_object_or_404(Report.objects.select_related("organisation__area", "plan", "completed_by"), slug=slug)


def document_of(report: Report) -> Document:
    """The report's document. Raises Unreadable, and NotNow where a draft cannot be made into one."""
    try:
        return queries.document_of(report)
    except InvalidDocument as error:
        raise broken(error) from error


def broken(error: InvalidDocument) -> NotNow:
    return NotNow(_("Raportista ei saa asiakirjaa: %(reason)s") % {"reason": error})
