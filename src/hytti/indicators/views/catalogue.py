"""The catalogue of indicators."""

from django.shortcuts import render

from hytti.core.content_version import public_page

from .. import catalogue as indicators


@public_page
def catalogue(request):
    return render(request, "indicators/catalogue.html", {"indicators": indicators.all()})
