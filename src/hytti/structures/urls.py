"""Addresses of the structures, made of words of the page's language."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import edit, lists, overview, pages, records

app_name = "structures"


def _(words: str):
    return pgettext_lazy("osoite", words)


urlpatterns = [
    path(_("rakenteet/"), overview.overview, name="overview"),
    path(_("toimielimet/"), lists.bodies, name="bodies"),
    path(_("toimielimet/<slug:slug>/"), records.body, name="body"),
    path(_("toimielimet/<slug:slug>/historia/"), records.body_history, name="body_history"),
    path(_("toimielimet/<slug:slug>/muokkaa/"), edit.edit_body, name="edit_body"),
    path(_("toimielimet/<slug:slug>/lakkauta/"), edit.close_body, name="close_body"),
    path(_("toimielimet/<slug:slug>/vahvista/"), edit.confirm_body, name="confirm_body"),
    path(_("toimielimet/<slug:slug>/jasenet/lisaa/"), edit.add_member, name="add_member"),
    path(_("jasenyydet/<int:pk>/muokkaa/"), edit.edit_membership, name="edit_membership"),
    path(_("jasenyydet/<int:pk>/poista/"), edit.remove_membership, name="remove_membership"),
    path(_("muutokset/<int:pk>/kumoa/"), edit.undo, name="undo"),
    path(_("verkostot/"), lists.networks, name="networks"),
    path(_("verkostot/perusta/"), edit.found_network, name="found_network"),
    path(_("verkostot/<slug:slug>/"), records.body, name="network"),
    path(_("kunnat/"), lists.municipalities, name="municipalities"),
    path(_("kunnat/<slug:slug>/"), records.municipality, name="municipality"),
    path(_("organisaatiot/<slug:slug>/"), records.organisation, name="organisation"),
    path(_("asiakirjat/"), lists.documents, name="documents"),
    path(_("asiakirjat/lisaa/"), edit.add_document, name="add_document"),
    path(_("asiakirjat/<slug:slug>/"), records.document, name="document"),
    path(_("asiakirjat/<slug:slug>/muokkaa/"), edit.edit_document, name="edit_document"),
    path(_("asiakirjat/<slug:slug>/vahvista/"), edit.confirm_document, name="confirm_document"),
    path(_("teemat/"), lists.themes, name="themes"),
    path(_("teemat/<slug:slug>/"), records.theme, name="theme"),
    path(_("jarjestoyhteistyo/"), pages.cooperation, name="cooperation"),
    path(_("ajankohtaista/"), pages.topics, name="topics"),
]
