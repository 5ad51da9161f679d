"""Addresses of the reports, all of them below the word `raportit/`."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import editing, files, reading, tray

app_name = "reports"

urlpatterns = [
    path("", reading.reports, name="reports"),
    path(pgettext_lazy("osoite", "tarjotin.pdf"), tray.tray, name="tray"),
    path(pgettext_lazy("osoite", "aloita/"), editing.start, name="start"),
    path(pgettext_lazy("osoite", "tiedostot/<int:pk>/"), files.job, name="job"),
    path(pgettext_lazy("osoite", "tiedostot/<int:pk>/peru/"), files.cancel, name="cancel"),
    path(pgettext_lazy("osoite", "<slug:slug>/"), reading.report, name="report"),
    path(pgettext_lazy("osoite", "<slug:slug>/muokkaa/"), editing.edit, name="edit"),
    path(pgettext_lazy("osoite", "<slug:slug>/muokkaa/<str:key>/"), editing.part, name="part"),
    path(pgettext_lazy("osoite", "<slug:slug>/valmis/"), editing.complete, name="complete"),
    path(pgettext_lazy("osoite", "<slug:slug>/poista/"), editing.remove, name="remove"),
    path(pgettext_lazy("osoite", "<slug:slug>/uusi-versio/"), editing.revise, name="revise"),
    path(pgettext_lazy("osoite", "<slug:slug>/tiedosto/<str:form>/"), files.file, name="file"),
]
