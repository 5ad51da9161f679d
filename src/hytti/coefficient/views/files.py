"""The result as a workbook whose formulas count it again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from hytti.core.content_version import public_page
from hytti.core.numbers import language_of
from hytti.core.templatetags.hytti import day

from ..exchange.about import About
from ..exchange.book import result_xlsx
from ..models import Level
from ..queries.frame import Side
from ..queries.loaded import Loaded, loaded
from .common import both_sides, year_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def about(found: Loaded) -> About:
    """Where a table is from, for what goes out of the house."""
    if found.record is None:
        return About(found.origin, "", is_example=True)
    return About(found.record.source_text, day(found.record.as_of), found.record.name)


@public_page
@both_sides
def workbook(request: HttpRequest, side: Side) -> HttpResponse:
    level = Level.MUNICIPALITY if request.GET.get("taso") == Level.MUNICIPALITY else Level.COUNTY
    year = year_of(request, side, level.value)
    found = loaded(side, level.value, year)
    if found is None:
        raise Http404
    names = {code: found.name_of(code) for code in found.table.areas}
    data = result_xlsx(
        found.result(), about(found), language=language_of(None), made_at=timezone.localtime(), names=names
    )
    return file_response(data, f"hyte-{'esimerkki-' if side.is_example else ''}{level.value}-{year}.xlsx")


def file_response(data: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """A file to be kept, under the name."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
