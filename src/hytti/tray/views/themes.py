"""Which theme follows from which service class: the list of rules, and changing it with its effect in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.permissions import require
from hytti.core.templatetags.hytti import day, plain
from hytti.core.views.kept import signed_in
from hytti.core.views.saving import Page, save, show

from ..actions import themes as actions
from ..forms.themes import EndThemeRuleForm, ThemeRuleForm
from ..models import Term, ThemeRule, Vocabulary
from ..queries import themes as queries
from .crumbs import crumbs

if TYPE_CHECKING:
    from collections.abc import Callable

    from hytti.core.forms.records import RecordForm
    from hytti.core.views.saving import Act

SHOW = "nayta"  # the button that shows what a rule would do
OLD_CLASS = "luokka"


@signed_in
def rules(request: HttpRequest) -> HttpResponse:
    require(request.user, "themes.edit")
    today = timezone.localdate()
    found = list(queries.rules_with_offers())
    context = {
        "rules": [rule for rule in found if not _is_over(rule)],
        "ended": [rule for rule in found if _is_over(rule)],
        "without": queries.classes_without_theme(today)[:50],
        "breadcrumb": crumbs((_("Teemojen säännöt"), None)),
    }
    return render(request, "tray/themes/list.html", context)


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    require(request.user, "themes.edit")
    page = _page(_("Lisää sääntö"), _("Tarjonta, jolla on tämä luokka eikä itse valittuja teemoja, saa teeman."))
    classes = Term.objects.filter(vocabulary=Vocabulary.SERVICE_CLASS)
    initial = {
        "since": timezone.localdate(),
        "service_class": classes.filter(code=request.GET.get(OLD_CLASS, "")[:120]).first(),
    }

    def act(form: ThemeRuleForm) -> tuple[str, str]:
        actions.add(form.values(), by=request.user)  # type: ignore[arg-type]
        return reverse("tray:theme_rules"), _("Sääntö on lisätty.")

    return _saved(request, page, lambda data: ThemeRuleForm(data, initial=initial), act, None)


@signed_in
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "themes.edit")
    rule = _rule(pk)
    page = _page(_("Korjaa sääntö"), _("Luokkaa ja teemaa ei vaihdeta, kun sääntö on jo ollut voimassa."))

    def act(form: ThemeRuleForm) -> tuple[str, str]:
        actions.correct(rule, form.values(), by=request.user, revision=form.typed_revision)  # type: ignore[arg-type]
        return reverse("tray:theme_rules"), _("Sääntö on korjattu.")

    return _saved(request, page, lambda data: ThemeRuleForm(data, record=rule), act, rule)


@signed_in
def end(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "themes.edit")
    rule = _rule(pk)
    lead = f"{rule.service_class.code} {plain(rule.service_class)}: {plain(rule.theme)}"
    page = _page(_("Päätä sääntö"), lead)

    def make_form(data: Any) -> EndThemeRuleForm:
        form = EndThemeRuleForm(data, record=rule)
        form.initial["until"] = rule.until or max(timezone.localdate(), rule.since)
        return form

    def act(form: EndThemeRuleForm) -> tuple[str, str]:
        actions.end(rule, **form.values(), by=request.user, revision=form.typed_revision)  # type: ignore[arg-type]
        return reverse("tray:theme_rules"), _("Sääntö on päätetty.")

    return _saved(request, page, make_form, act, rule)


def _rule(pk: int) -> ThemeRule:
    return get_object_or_404(ThemeRule.objects.select_related("service_class", "theme"), pk=pk)


def _is_over(rule: ThemeRule) -> bool:
    return rule.until is not None and rule.until < timezone.localdate()


def _page(title: str, lead: str) -> Page:
    return Page(
        title=title,
        lead=lead,
        submit=_("Tallenna"),
        cancel_url=reverse("tray:theme_rules"),
        template="tray/themes/form.html",
        breadcrumb=crumbs((_("Teemojen säännöt"), reverse("tray:theme_rules")), (title, None)),
    )


def _saved(
    request: HttpRequest, page: Page, make_form: Callable[..., RecordForm], act: Act, old: ThemeRule | None
) -> HttpResponse:
    """Save, or only show what saving would do to the offers."""
    if request.method != "POST" or SHOW not in request.POST:
        return save(request, page, make_form, act)
    form = make_form(request.POST)
    if not form.is_valid():
        return show(request, page, form, 422)
    values = {name: getattr(old, name) for name in ("service_class", "theme", "since", "until")} if old else {}
    typed = {name: value for name, value in form.values().items() if name != "note"}
    page.more["effect"] = _in_words(queries.effect_of(old, ThemeRule(**values | typed), timezone.localdate()))
    return show(request, page, form)


def _in_words(effect: queries.Effect) -> str:
    if effect.day is None:
        return _("Yhdenkään kohteen teemat eivät muutu.")
    if effect.day == timezone.localdate():
        told = ngettext(
            "%(count)s kohteen teemat muuttuvat heti.", "%(count)s kohteen teemat muuttuvat heti.", effect.offers
        )
    else:
        told = ngettext(
            "%(count)s kohteen teemat muuttuvat, ensimmäiset %(day)s.",
            "%(count)s kohteen teemat muuttuvat, ensimmäiset %(day)s.",
            effect.offers,
        )
    return told % {"count": effect.offers, "day": day(effect.day)}
