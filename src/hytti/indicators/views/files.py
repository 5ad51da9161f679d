"""An indicator's figures and its picture as files: CSV, JSON-stat 2, SVG and PNG of what the address asks for."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from hytti.core import tables
from hytti.core.charts import standalone
from hytti.core.content_version import public_page

from .. import catalogue, jsonstat
from ..queries import indicator_sources, indicator_table
from ..queries.indicator import Shown, shown
from ..queries.indicator_asked import Asked
from ..queries.indicator_line import LinePicture
from ..queries.indicator_notes import notes
from ..store import facts

if TYPE_CHECKING:
    from collections.abc import Callable

PICTURE = 856


def _of_shown(view: Callable[[HttpRequest, Shown], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view what the address asks for. Raises Http404 where there is no such indicator or it has no figures."""

    @public_page
    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        definition = catalogue.get(slug)
        page = None
        if definition is not None and definition.status != "draft":
            page = shown(facts(), definition, Asked.from_query(request.GET))
        if page is None:
            raise Http404
        return view(request, page)

    return answer


@_of_shown
def csv(request: HttpRequest, page: Shown) -> HttpResponse:
    rows = indicator_table.file_rows(facts(), page, _address(request, page))
    return tables.csv_response(_name(page), indicator_table.FILE_COLUMNS, rows)


@_of_shown
def json_stat(request: HttpRequest, page: Shown) -> HttpResponse:
    text = json.dumps(jsonstat.of_page(facts(), page, _address(request, page)), ensure_ascii=False)
    return _file(text.encode(), "application/json", f"{_name(page)}.json", inline=True)


@_of_shown
def svg(request: HttpRequest, page: Shown) -> HttpResponse:
    return _file(_picture(request, page).encode(), "image/svg+xml", f"{_name(page)}.svg")


@_of_shown
def png(request: HttpRequest, page: Shown) -> HttpResponse:
    return _file(standalone.png_file(_picture(request, page)), "image/png", f"{_name(page)}.png")


def _picture(request: HttpRequest, page: Shown) -> str:
    line = LinePicture(page)
    origins = indicator_sources.origins(facts(), page)
    address = _address(request, page)
    return standalone.svg_file(
        line.svg(PICTURE - 2 * standalone.PAD, "picture"),
        width=PICTURE,
        title=line.title,
        subtitle=f"{page.definition.name} {page.period}. {line.subtitle()}",
        foot=[*_said(page, line), *indicator_sources.file_foot(page, origins, address, timezone.localdate())],
    )


def _address(request: HttpRequest, page: Shown) -> str:
    """The page whose figures the file holds."""
    address = request.build_absolute_uri(reverse("indicators:indicator", args=[page.definition.key]))
    query = page.asked.query()
    return f"{address}?{query}" if query else address


def _said(page: Shown, line: LinePicture) -> list[str]:
    """What stands under the picture on the page: remarks, and the numbered notes."""
    remarks = " ".join(line.remarks())
    return [*([remarks] if remarks else []), *(f"{one.number}) {one.year}: {one.text}" for one in notes(page))]


def _name(page: Shown) -> str:
    return f"{page.definition.key}-{page.years[0]}-{page.years[-1]}"


def _file(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    way = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{way}; filename="{name}"', "Access-Control-Allow-Origin": "*"}
    return HttpResponse(content, content_type=kind, headers=headers)
