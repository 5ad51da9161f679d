"""Own figures: the list, indicators, datasets and their versions. For those who keep them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hytti.core.permissions import allows, require
from hytti.core.templatetags.hytti import translated
from hytti.core.views.saving import Page, save

from ..actions import own_datasets, own_indicators
from ..forms.own import DatasetForm, IndicatorForm
from ..models import OwnIndicator, OwnVersion
from ..permissions import EDIT_INDICATORS, LOAD
from ..queries import own as queries
from ..queries.own_places import Places


def crumbs(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """From the front page through the figures and own figures to the given steps; the last one is the page itself."""
    start = [(_("Etusivu"), reverse("front")), (_("Luvut"), reverse("indicators:catalogue"))]
    return [*start, (_("Omat luvut"), reverse("indicators:own")), *steps]


@login_required
def own(request: HttpRequest) -> HttpResponse:
    require(request.user, LOAD)
    context = {
        "standings": queries.standings(request.user),
        "indicators": queries.indicators_for(request.user),
        "may_edit_indicators": allows(request.user, EDIT_INDICATORS),
        "breadcrumb": [*crumbs()[:-1], (_("Omat luvut"), None)],
    }
    return render(request, "indicators/own/list.html", context)


@login_required
def add_indicator(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT_INDICATORS)
    title = _("Lisää mittari")
    page = Page(
        title=title,
        lead=_("Mittari on luonnos, kunnes se julkaistaan. Luonnokseen riittää nimi."),
        submit=_("Tallenna luonnos"),
        cancel_url=reverse("indicators:own"),
        breadcrumb=crumbs((title, None)),
    )

    def act(form: IndicatorForm) -> tuple[str, str]:
        added = own_indicators.add_indicator(by=request.user, values=form.values())
        return added.get_absolute_url(), _("Mittari on lisätty luonnoksena.")

    return save(request, page, lambda data: IndicatorForm(data), act)


@login_required
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    require(request.user, EDIT_INDICATORS)
    record = get_object_or_404(OwnIndicator, key=slug)
    name = translated(record, "name")[0]
    page = Page(
        title=name,
        submit=_("Tallenna"),
        cancel_url=reverse("indicators:own"),
        breadcrumb=crumbs((name, None)),
        template="indicators/own/indicator.html",
        more={
            "record": record,
            "missing": [record._meta.get_field(field).verbose_name for field in record.missing()],
            "dataset_count": record.datasets.count(),
        },
    )

    def act(form: IndicatorForm) -> tuple[str, str]:
        changed = own_indicators.edit_indicator(
            by=request.user, indicator=record, values=form.values(), revision=form.typed_revision
        )
        unchanged = changed.revision == form.typed_revision
        return changed.get_absolute_url(), _("Mikään ei muuttunut.") if unchanged else _("Mittari on tallennettu.")

    return save(request, page, lambda data: IndicatorForm(data, record=record), act)


@login_required
def add_dataset(request: HttpRequest) -> HttpResponse:
    require(request.user, LOAD)
    title = _("Lisää aineisto")
    page = Page(
        title=title,
        lead=_("Aineisto on yhden mittarin luvut yhdestä lähteestä. Tiedosto ladataan seuraavaksi."),
        submit=_("Jatka tiedoston lataamiseen"),
        cancel_url=reverse("indicators:own"),
        breadcrumb=crumbs((title, None)),
    )

    def act(form: DatasetForm) -> tuple[str, str]:
        added = own_datasets.add_dataset(by=request.user, values=form.values())
        return reverse("indicators:own_load", args=[added.slug]), _("Aineisto on lisätty.")

    return save(request, page, lambda data: DatasetForm(data, user=request.user), act)


@login_required
def edit_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    record = queries.dataset(slug)
    require(request.user, LOAD, record)
    name, title = translated(record, "title")[0], _("Muokkaa tietoja")
    page = Page(
        title=f"{title}: {name}",
        lead=_("Julkiset tiedot vaihtuvat, kun aineistosta julkaistaan seuraava versio."),
        submit=_("Tallenna"),
        cancel_url=record.get_absolute_url(),
        breadcrumb=crumbs((name, record.get_absolute_url()), (title, None)),
    )

    def act(form: DatasetForm) -> tuple[str, str]:
        changed = own_datasets.edit_dataset(
            by=request.user, dataset=record, values=form.values(), revision=form.typed_revision
        )
        unchanged = changed.revision == form.typed_revision
        return changed.get_absolute_url(), _("Mikään ei muuttunut.") if unchanged else _("Tiedot on tallennettu.")

    return save(request, page, lambda data: DatasetForm(data, user=request.user, record=record), act)


@login_required
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    record = queries.dataset(slug)
    require(request.user, LOAD, record)
    at_hand, public = queries.version_at_hand(record), queries.public_version(record)
    context = {
        "dataset": record,
        "at_hand": at_hand,
        "public": public,
        "next": queries.next_steps(at_hand, request.user) if at_hand else None,
        "may_withdraw": public is not None and queries.may_withdraw(public, request.user),
        "may_write": public is not None and queries.may_write(public, request.user),
        "versions": queries.told_versions(record),
        "history": queries.history(record),
        "breadcrumb": crumbs((translated(record, "title")[0], None)),
    }
    return render(request, "indicators/own/dataset.html", context)


@login_required
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a version: as they were loaded, and as the public sees them."""
    record = version_of(request, pk)
    places, name = Places.today(), translated(record.dataset, "title")[0]
    rows = queries.rows_of(record, places, request.GET.get("vuosi", ""))
    title = _("Versio %(number)s") % {"number": record.number}
    context = {
        "version": record,
        "dataset": record.dataset,
        "rows": rows,
        "next": queries.next_steps(record, request.user) if record.is_at_hand else None,
        "changed": queries.changed_rows(record, places),
        "title": f"{title}: {name}",
        "breadcrumb": crumbs((name, record.dataset.get_absolute_url()), (title, None)),
    }
    return render(request, "indicators/own/version.html", context)


def version_of(request: HttpRequest, pk: int, right: str = LOAD) -> OwnVersion:
    """The version, when the reader has the right over it."""
    related = ("dataset__indicator", "dataset__organisation", "loader", "approver")
    record = get_object_or_404(OwnVersion.objects.select_related(*related), pk=pk)
    require(request.user, right, record.dataset)
    return record
