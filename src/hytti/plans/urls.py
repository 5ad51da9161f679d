"""Addresses of the plans, all of them below the word `suunnitelmat/`."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .urls_comments import urlpatterns as comments
from .urls_edit import urlpatterns as edit
from .urls_evidence import urlpatterns as evidence
from .urls_exchange import urlpatterns as exchange
from .urls_reviews import urlpatterns as reviews
from .views import doers, duties, goals, plans, thread

app_name = "plans"

urlpatterns = [
    path("", plans.overview, name="overview"),
    path(pgettext_lazy("osoite", "velvoitteet/"), duties.board, name="duties"),
    path(pgettext_lazy("osoite", "organisaatiot/<slug:slug>/"), duties.organisation, name="organisation"),
    path(pgettext_lazy("osoite", "karjet/<slug:slug>/"), plans.priority, name="priority"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/"), plans.plan, name="plan"),
    path(pgettext_lazy("osoite", "asiakirjat/<slug:slug>/muutokset/"), plans.compare, name="compare"),
    path(pgettext_lazy("osoite", "tavoitteet/<int:pk>/"), goals.goal, name="goal"),
    path(pgettext_lazy("osoite", "toimenpiteet/<int:pk>/"), goals.action, name="action"),
    path(pgettext_lazy("osoite", "edistyminen/"), plans.progress, name="progress"),
    path(pgettext_lazy("osoite", "kuka-tekee/"), doers.doers, name="doers"),
    path(pgettext_lazy("osoite", "kuka-tekee/<slug:slug>/"), doers.doer, name="doer"),
    path(pgettext_lazy("osoite", "punainen-lanka/"), thread.threads, name="threads"),
    path(pgettext_lazy("osoite", "punainen-lanka/<slug:key>/"), thread.thread, name="thread"),
    *comments,
    *edit,
    *evidence,
    *exchange,
    *reviews,
]
