"""Addresses of the plans, all of them below the word `suunnitelmat/`."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .urls_comments import urlpatterns as comments
from .urls_exchange import urlpatterns as exchange
from .urls_reviews import urlpatterns as reviews
from .views import duties, plans

app_name = "plans"

urlpatterns = [
    path("", plans.overview, name="overview"),
    path(pgettext_lazy("osoite", "velvoitteet/"), duties.board, name="duties"),
    path(pgettext_lazy("osoite", "organisaatiot/<slug:slug>/"), duties.organisation, name="organisation"),
    path(pgettext_lazy("osoite", "karjet/<slug:slug>/"), plans.priority, name="priority"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/"), plans.plan, name="plan"),
    *comments,
    *exchange,
    *reviews,
]
