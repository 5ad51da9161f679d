"""Addresses of the tray: the visitor's own tray, codes, contact requests, referrals and their statistics."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import answers, basket, requests, statistics

urlpatterns: list = [
    path(pgettext_lazy("osoite", "oma/"), basket.show, name="basket"),
    path(pgettext_lazy("osoite", "oma/lisaa/"), basket.collect, name="collect"),
    path(pgettext_lazy("osoite", "oma/poista/"), basket.remove, name="remove_collected"),
    path(pgettext_lazy("osoite", "oma/siirra/"), basket.move, name="move_collected"),
    path(pgettext_lazy("osoite", "oma/tyhjenna/"), basket.empty, name="empty_basket"),
    path(pgettext_lazy("osoite", "oma/tuloste/"), basket.print_list, name="print_list"),
    path(pgettext_lazy("osoite", "oma/anna/"), basket.give, name="give"),
    path(pgettext_lazy("osoite", "oma/sahkoposti/"), basket.mail, name="mail_basket"),
    path(pgettext_lazy("osoite", "koodi/"), basket.by_code, name="by_code"),
    path(pgettext_lazy("osoite", "koodi/<str:code>/"), basket.saved, name="saved"),
    path(pgettext_lazy("osoite", "koodi/<str:code>/ota/"), basket.take, name="take_saved"),
    path(pgettext_lazy("osoite", "koodi/<str:code>/pyynto/"), requests.ask_by_code, name="ask_by_code"),
    path(pgettext_lazy("osoite", "pyynto/"), requests.ask, name="ask"),
    path(pgettext_lazy("osoite", "pyynto/asiakkaalle/"), requests.ask_for_client, name="ask_for_client"),
    path(pgettext_lazy("osoite", "pyynto/lahetetty/"), requests.asked, name="asked"),
    path(pgettext_lazy("osoite", "pyynto/vahvista/<str:secret>/"), requests.confirm, name="confirm"),
    path(pgettext_lazy("osoite", "pyynto/oma/<str:secret>/"), requests.own_request, name="own_request"),
    path(pgettext_lazy("osoite", "pyynto/oma/<str:secret>/peru/"), requests.withdraw, name="withdraw_request"),
    path(pgettext_lazy("osoite", "vastaa/<str:secret>/"), answers.answer_by_link, name="answer_by_link"),
    path(pgettext_lazy("osoite", "pyynnot/"), answers.answers, name="answers"),
    path(pgettext_lazy("osoite", "pyynnot/<int:pk>/"), answers.answer, name="answer"),
    path(pgettext_lazy("osoite", "lahetteet/"), answers.referrals, name="referrals"),
    path(pgettext_lazy("osoite", "tilasto/"), statistics.statistics, name="statistics"),
    path(pgettext_lazy("osoite", "tilasto/pyynnot.csv"), statistics.statistics_csv, name="statistics_csv"),
]
