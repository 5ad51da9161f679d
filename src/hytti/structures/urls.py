"""Addresses of the structures, made of words of the page's language."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import edit, lists, overview, pages, records

app_name = "structures"

urlpatterns = [
    path(pgettext_lazy("osoite", "rakenteet/"), overview.overview, name="overview"),
    path(pgettext_lazy("osoite", "toimielimet/"), lists.bodies, name="bodies"),
    path(pgettext_lazy("osoite", "toimielimet/<slug:slug>/"), records.body, name="body"),
    path(pgettext_lazy("osoite", "toimielimet/<slug:slug>/historia/"), records.body_history, name="body_history"),
    path(pgettext_lazy("osoite", "toimielimet/<slug:slug>/muokkaa/"), edit.edit_body, name="edit_body"),
    path(pgettext_lazy("osoite", "toimielimet/<slug:slug>/lakkauta/"), edit.close_body, name="close_body"),
    path(pgettext_lazy("osoite", "toimielimet/<slug:slug>/vahvista/"), edit.confirm_body, name="confirm_body"),
    path(pgettext_lazy("osoite", "toimielimet/<slug:slug>/jasenet/lisaa/"), edit.add_member, name="add_member"),
    path(pgettext_lazy("osoite", "jasenyydet/<int:pk>/muokkaa/"), edit.edit_membership, name="edit_membership"),
    path(pgettext_lazy("osoite", "jasenyydet/<int:pk>/poista/"), edit.remove_membership, name="remove_membership"),
    path(pgettext_lazy("osoite", "muutokset/<int:pk>/kumoa/"), edit.undo, name="undo"),
    path(pgettext_lazy("osoite", "verkostot/"), lists.networks, name="networks"),
    path(pgettext_lazy("osoite", "verkostot/perusta/"), edit.found_network, name="found_network"),
    path(pgettext_lazy("osoite", "verkostot/<slug:slug>/"), records.body, name="network"),
    path(pgettext_lazy("osoite", "kunnat/"), lists.municipalities, name="municipalities"),
    path(pgettext_lazy("osoite", "kunnat/<slug:slug>/"), records.municipality, name="municipality"),
    path(pgettext_lazy("osoite", "organisaatiot/<slug:slug>/"), records.organisation, name="organisation"),
    path(pgettext_lazy("osoite", "asiakirjat/"), lists.documents, name="documents"),
    path(pgettext_lazy("osoite", "asiakirjat/lisaa/"), edit.add_document, name="add_document"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/"), records.document, name="document"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/muokkaa/"), edit.edit_document, name="edit_document"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/vahvista/"), edit.confirm_document, name="confirm_document"),
    path(pgettext_lazy("osoite", "teemat/"), lists.themes, name="themes"),
    path(pgettext_lazy("osoite", "teemat/<slug:slug>/"), records.theme, name="theme"),
    path(pgettext_lazy("osoite", "jarjestoyhteistyo/"), pages.cooperation, name="cooperation"),
    path(pgettext_lazy("osoite", "ajankohtaista/"), pages.topics, name="topics"),
]
