"""Addresses of writing and moderating offers."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import moderation, offers

urlpatterns = [
    path(pgettext_lazy("osoite", "oma-tarjonta/"), offers.mine, name="mine"),
    path(pgettext_lazy("osoite", "oma-tarjonta/uusi/"), offers.add, name="add_offer"),
    path(pgettext_lazy("osoite", "oma-tarjonta/<int:pk>/"), offers.keep, name="keep_offer"),
    path(pgettext_lazy("osoite", "oma-tarjonta/<int:pk>/muokkaa/"), offers.edit, name="edit_offer"),
    path(pgettext_lazy("osoite", "oma-tarjonta/<int:pk>/tila/<slug:to>/"), offers.take_step, name="step_offer"),
    path(pgettext_lazy("osoite", "oma-tarjonta/<int:pk>/poista/"), offers.remove, name="remove_offer"),
    path(pgettext_lazy("osoite", "oma-tarjonta/yhteydenotot/<slug:slug>/"), offers.contact, name="provider_contact"),
    path(pgettext_lazy("osoite", "tarkistettavat/"), moderation.desk, name="desk"),
    path(
        pgettext_lazy("osoite", "tarkistettavat/ilmoitukset/<int:pk>/"),
        moderation.handle_freshness,
        name="handle_freshness",
    ),
    path(
        pgettext_lazy("osoite", "tarkistettavat/puuttuvat/<int:pk>/"), moderation.handle_missing, name="handle_missing"
    ),
    path(pgettext_lazy("osoite", "kutsut/uusi/"), moderation.invite, name="invite"),
    path(pgettext_lazy("osoite", "kutsut/<int:pk>/peru/"), moderation.cancel, name="cancel_invitation"),
    path(pgettext_lazy("osoite", "kutsu/<slug:token>/"), offers.by_link, name="by_link"),
]
