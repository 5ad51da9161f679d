"""Addresses of own figures, below the word `luvut/`."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import own, own_loading, own_steps

own_urls = [
    path(pgettext_lazy("osoite", "omat/"), own.own, name="own"),
    path(pgettext_lazy("osoite", "omat/pohja/"), own_loading.template, name="own_template"),
    path(pgettext_lazy("osoite", "omat/lisaa/"), own.add_dataset, name="own_add_dataset"),
    path(pgettext_lazy("osoite", "omat/mittarit/lisaa/"), own.add_indicator, name="own_add_indicator"),
    path(pgettext_lazy("osoite", "omat/mittarit/<slug:slug>/"), own.indicator, name="own_indicator"),
    path(
        pgettext_lazy("osoite", "omat/mittarit/<slug:slug>/julkaise/"),
        own_steps.publish_indicator,
        name="own_publish_indicator",
    ),
    path(
        pgettext_lazy("osoite", "omat/mittarit/<slug:slug>/poista-kaytosta/"),
        own_steps.retire_indicator,
        name="own_retire_indicator",
    ),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/"), own.version, name="own_version"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/sarakkeet/"), own_loading.map_columns, name="own_map"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/tarkistus/"), own_loading.check, name="own_check"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/ongelmat/"), own_loading.problems, name="own_problems"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/suojaa/"), own_steps.protect, name="own_protect"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/ehdota/"), own_steps.propose, name="own_propose"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/hyvaksy/"), own_steps.approve, name="own_approve"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/palauta/"), own_steps.send_back, name="own_send_back"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/julkaise/"), own_steps.publish, name="own_publish"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/uudelleen/"), own_steps.write, name="own_write"),
    path(pgettext_lazy("osoite", "omat/versiot/<int:pk>/hylkaa/"), own_steps.discard, name="own_discard"),
    path(
        pgettext_lazy("osoite", "omat/versiot/<int:pk>/poista-julkisuudesta/"), own_steps.withdraw, name="own_withdraw"
    ),
    path(pgettext_lazy("osoite", "omat/<slug:slug>/"), own.dataset, name="own_dataset"),
    path(pgettext_lazy("osoite", "omat/<slug:slug>/muokkaa/"), own.edit_dataset, name="own_edit_dataset"),
    path(pgettext_lazy("osoite", "omat/<slug:slug>/lataa/"), own_loading.load, name="own_load"),
]
