"""From a plan and its figures to the frozen report and its PDF, on the pages, in each language."""

from __future__ import annotations

import pytest

from hytti.reports.models import Report
from reports.structure import faults, opened, tags

pytestmark = pytest.mark.django_db
YEARS = {"yearly": ("2025", ""), "term": ("2025", "2029"), "plan": ("2025", "2029"), "council": ("2025", "")}


def begin(client, lahti, plan, kind, language):
    """Begin a report on the page, write its first part, complete it; answers the report."""
    starts, ends = YEARS[kind]
    asked = {"organisation": lahti.pk, "kind": kind, "plan": plan.record.pk, "starts": starts, "ends": ends}
    assert client.post("/fi/raportit/aloita/", {**asked, "language": language}).status_code == 302
    report = Report.objects.drafts().get()
    first = "council" if kind == "council" else "summary"
    words = {"revision": 0, "text": "Äänestysaktiivisuus nousi.\n\n- Möysä\n- Jalkaranta", "added": "Lisätty loppuun."}
    assert client.post(f"/fi/raportit/{report.slug}/muokkaa/{first}/", words).status_code == 302
    done = client.post(f"/fi/raportit/{report.slug}/valmis/", {"revision": report.revision})
    assert done.url == f"/fi/raportit/{report.slug}/"
    return Report.objects.get()


@pytest.mark.parametrize(
    ("kind", "language"),
    [("yearly", "fi"), ("yearly", "sv"), ("yearly", "en"), ("term", "fi"), ("plan", "fi"), ("council", "fi")],
)
def test_from_a_plan_to_a_frozen_and_tagged_pdf(page_client, figures, lahti, plan, coordinator, kind, language):
    page_client.force_login(coordinator)
    report = begin(page_client, lahti, plan, kind, language)
    page_client.logout()
    shown = page_client.get(report.get_absolute_url()).content.decode()
    assert "<p>Äänestysaktiivisuus nousi.</p><ul><li>Möysä</li><li>Jalkaranta</li></ul>" in shown
    assert report.sha256 in shown
    made = page_client.get(f"/fi/raportit/{report.slug}/tiedosto/pdf/")
    assert made["Content-Type"] == "application/pdf"
    assert faults(made.content) == []
    with opened(made.content) as file:
        assert str(file.Root.Lang) == language
        assert str(file.docinfo.Title).endswith(report.years)
        assert (next(tags(file).all("Figure"), None) is None) == (kind == "council")
