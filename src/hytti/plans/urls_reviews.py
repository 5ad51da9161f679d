"""Addresses of the follow-up, below the word `seuranta/`."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import reviews

urlpatterns = [
    path(pgettext_lazy("osoite", "seuranta/"), reviews.season, name="reviews"),
    path(pgettext_lazy("osoite", "seuranta/pyyda/"), reviews.ask, name="ask"),
    path(pgettext_lazy("osoite", "seuranta/pyynnot/<int:pk>/peru/"), reviews.cancel, name="cancel_request"),
    path(pgettext_lazy("osoite", "seuranta/toimenpiteet/<int:pk>/<int:year>/"), reviews.review, name="review"),
    path(pgettext_lazy("osoite", "seuranta/linkki/<str:token>/"), reviews.by_link, name="by_link"),
    path(
        pgettext_lazy("osoite", "seuranta/linkki/<str:token>/<int:pk>/"), reviews.by_link_review, name="by_link_review"
    ),
]
