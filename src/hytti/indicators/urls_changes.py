"""Addresses of what has changed, below the word `luvut/`."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import changes

change_urls = [
    path(pgettext_lazy("osoite", "muutokset/"), changes.page, name="changes"),
    path(pgettext_lazy("osoite", "muutokset/atom/"), changes.feed, name="changes_feed"),
    path(pgettext_lazy("osoite", "muutokset/seuraa/"), changes.follow, name="follow"),
    path(pgettext_lazy("osoite", "muutokset/seuraa/lopeta/"), changes.unfollow, name="unfollow"),
    path(pgettext_lazy("osoite", "muutokset/lopeta/<str:token>/"), changes.stop, name="stop"),
]
