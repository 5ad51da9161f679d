"""Completed reports can be found by their titles; drafts cannot."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, override

from hytti.core.search import Findable, Kind, register
from hytti.core.search.shared import own

from .models import Report


def _text(report: Report, language: str) -> tuple[str, str]:
    """The title in every language; the report is told as it is, whatever language it is written in."""
    with override(language):
        return report.title, own(report.organisation, "name", language) or own(report.organisation, "name", "fi")


def register_reports() -> None:
    register(
        Findable(
            Report,
            "report",
            _text,
            title_field="title",
            records=lambda: Report.objects.completed().listed(),
        ),
        Kind("report", gettext_lazy("Raportit"), 34),
    )
