"""Addresses of comments."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import comments

urlpatterns = [
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/kommentit/"), comments.comments, name="comments"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/kommentit/tarkista/"), comments.moderation, name="moderation"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/kommentit/kierros/"), comments.plan_round, name="plan_round"),
    path(
        pgettext_lazy("osoite", "asiakirjat/<slug:slug>/kommentit/kierros/<int:pk>/"),
        comments.plan_round,
        name="change_round",
    ),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/kommentit/sisaiset/"), comments.colleagues, name="colleagues"),
    path(pgettext_lazy("osoite", "kommentit/<int:pk>/"), comments.moderate, name="moderate"),
]
