"""The open data interface: what can be read at /api/v1/ without an account."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from hytti.core.content_version import content_version
from hytti.core.models import Region

from . import popolo, schemas
from .coefficient import ADDRESSES, add_coefficient
from .figures import add_figures
from .lists import LISTS, add_list
from .plans import LISTS as PLAN_LISTS
from .serving import OpenInterface, PlainLetters, add_refusals

DESCRIPTION = """The register of how the region's promotion of wellbeing and health is organised, as open data.

Licence CC BY 4.0: use it for anything, and name the source as `attribution` says. Every record carries its `source`
and `as_of`. Texts come in Finnish (`fi`), Swedish (`sv`) and English (`en`); null means that there is no translation.
Lists are read in portions (`limit`, `offset`, `next`), or whole as CSV by adding `.csv` to the address: UTF-8 with a
byte order mark, commas between, and an apostrophe before a cell that a spreadsheet would take for a formula.
Ask again with `If-None-Match` and the last `ETag`: the answer is 304 as long as nothing has changed.
Names of members are told only while the membership lasts (Act 611/2021, section 89).
What the tray offers (services, groups, events) is at /api/hsds/fi/, by the standard HSDS 3.1."""


api = OpenInterface(
    renderer=PlainLetters(),
    title="Hytti",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}}},
)


def envelope() -> dict[str, Any]:
    """What every answer says of itself."""
    region = Region.objects.select_related("organisation").first()
    keeper = region.organisation.name_fi if region else "Hytti"
    return {
        "licence": schemas.LICENCE,
        "licence_address": schemas.LICENCE_ADDRESS,
        "attribution": f"{keeper}, Hytti",
        "retrieved": content_version(),
    }


for listed in (*LISTS, *PLAN_LISTS):
    add_list(api, listed, envelope)
add_figures(api, envelope)
add_coefficient(api, envelope)


POPOLO: dict[str, Callable[[HttpRequest, dt.date], list[popolo.Record]]] = {
    "organizations": lambda request, today: popolo.organizations(request),
    "posts": lambda request, today: popolo.posts(request),
    "memberships": popolo.memberships,
    "persons": lambda request, today: popolo.persons(today),
}


@api.get("/popolo.json", tags=["Popolo"], response=dict[str, Any], summary="Everything as Popolo in one file")
def whole_popolo(request: HttpRequest) -> dict[str, Any]:
    with override("fi"):
        return {"meta": envelope(), **popolo.whole(request, timezone.localdate())}


def _popolo_part(name: str) -> Any:
    def part(request: HttpRequest) -> dict[str, Any]:
        with override("fi"):
            return {"meta": envelope(), name: POPOLO[name](request, timezone.localdate())}

    part.__name__ = f"popolo_{name}"
    return part


for _name in POPOLO:
    api.get(f"/popolo/{_name}", tags=["Popolo"], response=dict[str, Any], summary=f"Popolo {_name}")(
        _popolo_part(_name)
    )


@api.get("/", include_in_schema=False)
def contents(request: HttpRequest) -> dict[str, Any]:
    """Where everything is."""
    figures = ["figures/datasets", "figures/indicators", "figures/areas"]
    lists = [listed.path for listed in (*LISTS, *PLAN_LISTS)]
    addresses = [*lists, *figures, *ADDRESSES, "openapi.json", "popolo.json"]
    return {**envelope(), "addresses": {name: request.build_absolute_uri(name) for name in addresses}}


@api.get("/{path:rest}", include_in_schema=False)
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404("There is nothing at this address. See openapi.json for what there is.")


add_refusals(api)
