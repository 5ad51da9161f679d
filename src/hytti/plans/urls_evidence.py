"""Addresses where statutory duties are recorded."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import evidence

urlpatterns = [
    path(pgettext_lazy("osoite", "velvoitteet/<slug:slug>/"), evidence.keep, name="keep_duties"),
    path(pgettext_lazy("osoite", "velvoitteet/<slug:slug>/<slug:duty>/kirjaa/"), evidence.record, name="record_duty"),
    path(pgettext_lazy("osoite", "velvoitteet/naytot/<int:pk>/"), evidence.edit, name="edit_evidence"),
    path(pgettext_lazy("osoite", "velvoitteet/naytot/<int:pk>/poista/"), evidence.remove, name="remove_evidence"),
]
