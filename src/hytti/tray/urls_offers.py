"""Addresses of writing and moderating offers."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import moderation, offers

urlpatterns = [
    path(pgettext_lazy("osoite", "oma/"), offers.mine, name="mine"),
    path(pgettext_lazy("osoite", "oma/uusi/"), offers.add, name="add_offer"),
    path(pgettext_lazy("osoite", "oma/<int:pk>/"), offers.keep, name="keep_offer"),
    path(pgettext_lazy("osoite", "oma/<int:pk>/muokkaa/"), offers.edit, name="edit_offer"),
    path(pgettext_lazy("osoite", "oma/<int:pk>/tila/<slug:to>/"), offers.take_step, name="step_offer"),
    path(pgettext_lazy("osoite", "oma/<int:pk>/poista/"), offers.remove, name="remove_offer"),
    path(pgettext_lazy("osoite", "oma/yhteydenotot/<slug:slug>/"), offers.contact, name="provider_contact"),
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
    path(pgettext_lazy("osoite", "kirjoita/<slug:token>/"), offers.by_link, name="by_link"),
]
