"""A file of own figures on its way in: loading, choosing columns, looking at what is wrong, storing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from hytti.core.conflicts import EditConflict
from hytti.core.permissions import NotNow, require
from hytti.core.tables import csv_response
from hytti.core.templatetags.hytti import translated
from hytti.sources.templates import figures_template

from ..actions import own_datasets
from ..forms.own import CheckForm, LoadForm, MappingForm
from ..models import State
from ..permissions import LOAD
from ..queries import own as queries
from ..queries import own_reading
from ..queries.own_places import Places
from .own import crumbs, version_of
from .own_steps import CHANGED

LARGEST, FAR_TOO_LARGE = 10 * 1024 * 1024, 60 * 1024 * 1024
FIRST_ROWS, SHOWN_FAULTS = 8, 100


class OnlyInMemory(FileUploadHandler):
    """Keeps an uploaded file in memory, never on disk. One that is too large is passed over, the fields are read."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.too_large = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self.length = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.length > FAR_TOO_LARGE:
            self.too_large = True
            raise StopUpload(connection_reset=True)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST:
            self.too_large, self.held = True, BytesIO()
            raise SkipFile
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


@csrf_exempt  # the token is looked for below, when it is known how the file is to be read
@login_required
def load(request: HttpRequest, slug: str) -> HttpResponse:
    request.upload_handlers = [OnlyInMemory(request)]
    return _load(request, slug)


@csrf_protect
def _load(request: HttpRequest, slug: str) -> HttpResponse:
    dataset = queries.dataset(slug)
    require(request.user, LOAD, dataset)
    replaces = dataset.versions.perhaps_seen().exists()
    form, status = LoadForm(replaces=replaces), 200
    if request.method == "POST":
        data, files = request.POST, request.FILES
        form = LoadForm(data, files, replaces=replaces, too_large=request.upload_handlers[0].too_large)
        status = 422
        if form.is_valid():
            file = form.cleaned_data.pop("file")
            try:
                version = own_datasets.start_load(
                    by=request.user, dataset=dataset, data=file.read(), name=file.name, **form.cleaned_data
                )
            except ValidationError as error:
                form.add_error(None, error)
            except NotNow as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                return redirect("indicators:own_map", pk=version.pk)
    name = translated(dataset, "title")[0]
    title = _("Korvaa luvut uusilla") if replaces else _("Lataa luvut tiedostosta")
    context = {
        "dataset": dataset,
        "form": form,
        "title": f"{title}: {name}",
        "cancel_url": dataset.get_absolute_url(),
        "breadcrumb": crumbs((name, dataset.get_absolute_url()), (title, None)),
    }
    return render(request, "indicators/own/load.html", context, status=status)


@login_required
def template(request: HttpRequest) -> HttpResponse:
    """A spreadsheet to fill in, with the areas and indicators to choose from."""
    require(request.user, LOAD)
    year = timezone.localdate().year
    data = figures_template(
        areas=[area.name_fi for area in Places.today().areas.values()],
        indicators=[indicator.name_fi for indicator in queries.indicators_for(request.user)],
        years=(year - 30, year),
        made_at=timezone.now().replace(tzinfo=None),
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = 'attachment; filename="omat-luvut.xlsx"'
    return response


@login_required
def map_columns(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    sheets = own_reading.sheets_of(version)
    wanted = request.GET.get("valilehti")
    sheet = next((one for one in sheets if one.name == wanted), None) or own_reading.sheet_of(version)
    if version.state != State.DRAFT or sheet is None:
        messages.error(request, _("Sarakkeita ei voi enää valita. Lataa tiedosto tarvittaessa uudelleen."))
        return redirect(version.dataset)
    places = Places.today()
    areas = [(key, places.name(key)) for key in places.areas if key in places.within(version.dataset.organisation)]
    form = MappingForm(
        request.POST or None,
        sheet=sheet,
        chosen=own_reading.mapping_of(version, sheet),
        areas=areas,
        initial={"revision": version.revision},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            mapping = {"sheet": sheet.name, "columns": form.columns()}
            try:
                own_datasets.map_columns(
                    by=request.user, version=version, mapping=mapping, revision=form.cleaned_data["revision"]
                )
            except (EditConflict, NotNow) as refusal:
                form.add_error(None, str(CHANGED) if isinstance(refusal, EditConflict) else str(refusal))
                status = 409
            else:
                return redirect("indicators:own_check", pk=version.pk)
    context = {
        **_loading_context(version, _("Valitse sarakkeet")),
        "form": form,
        "sheet": sheet,
        "sheets": sheets if len(sheets) > 1 else [],
        "first_rows": sheet.rows[:FIRST_ROWS],
    }
    return render(request, "indicators/own/map.html", context, status=status)


@login_required
def check(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    if version.state != State.DRAFT:
        return redirect("indicators:own_version", pk=version.pk)
    places = Places.today()
    reading = own_reading.read(version, queries.seen_before(version, places), places)
    form, status = CheckForm(request.POST or None, initial={"revision": version.revision}), 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                stored = own_datasets.check(by=request.user, version=version, **form.cleaned_data)
            except (EditConflict, NotNow) as refusal:
                form.add_error(None, str(CHANGED) if isinstance(refusal, EditConflict) else str(refusal))
            else:
                messages.success(request, _("Luvut on tarkistettu. Katso, mitä niistä näkyy julkisesti."))
                return redirect("indicators:own_version", pk=stored.pk)
    if not reading.warnings:
        del form.fields["accept_warnings"]
    if not reading.without_counts:
        del form.fields["protected"]
    context = {
        **_loading_context(version, _("Tarkista luvut")),
        "form": form,
        "reading": reading,
        "faults": (reading.errors or reading.warnings)[:SHOWN_FAULTS],
        "fault_count": len(reading.errors or reading.warnings),
        "hidden_count": sum(shown.hidden for shown in (reading.shown or {}).values()),
    }
    return render(request, "indicators/own/check.html", context, status=status)


@login_required
def problems(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is wrong in a draft, by row, as a file beside which the table can be corrected."""
    version = version_of(request, pk)
    places = Places.today()
    reading = own_reading.read(version, queries.seen_before(version, places), places)
    rows = [
        (kind, fault.row, fault.column, fault.text)
        for kind, faults in ((_("virhe"), reading.errors), (_("huomautus"), reading.warnings))
        for fault in faults
    ]
    return csv_response(_("ongelmat"), [_("Laji"), _("Rivi"), _("Sarake"), _("Mitä tehdä")], rows)


def _loading_context(version: Any, title: str) -> dict[str, Any]:
    name, url = translated(version.dataset, "title")[0], version.dataset.get_absolute_url()
    return {
        "version": version,
        "dataset": version.dataset,
        "title": f"{title}: {name}",
        "load_url": reverse("indicators:own_load", args=[version.dataset.slug]),
        "breadcrumb": crumbs((name, url), (title, None)),
    }
