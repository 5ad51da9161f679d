"""Pages where signed-in people change the structures."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hytti.core.permissions import NotNow


@login_required
def edit_body(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotNow(_("Muokkaus avautuu pian."))


close_body = confirm_body = add_member = edit_document = confirm_document = edit_body


@login_required
def edit_membership(request: HttpRequest, pk: int) -> HttpResponse:
    raise NotNow(_("Muokkaus avautuu pian."))


remove_membership = undo = edit_membership


@login_required
def found_network(request: HttpRequest) -> HttpResponse:
    raise NotNow(_("Muokkaus avautuu pian."))


add_document = found_network
