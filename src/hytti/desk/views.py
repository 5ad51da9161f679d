from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hytti.core.content_version import public_page


@public_page
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/front.html")


@login_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html")
