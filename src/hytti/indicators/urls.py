"""Addresses of the figures, all of them below the word `luvut/`.

Each module lists its own, relative to that word. Fixed words come before `<slug:slug>/` of the catalogue, so the
catalogue stands last.
"""

from .urls_areas import area_urls
from .urls_catalogue import catalogue_urls
from .urls_changes import change_urls
from .urls_own import own_urls

app_name = "indicators"

urlpatterns = [*area_urls, *own_urls, *change_urls, *catalogue_urls]
