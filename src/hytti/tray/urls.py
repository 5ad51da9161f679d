"""Addresses of the tray, all of them below the word `tarjotin/`."""

from __future__ import annotations

from .urls_exchange import urlpatterns as exchange
from .urls_feeds import urlpatterns as feeds
from .urls_finding import urlpatterns as finding
from .urls_keeping import urlpatterns as keeping
from .urls_offers import urlpatterns as offers
from .urls_requests import urlpatterns as requests
from .urls_themes import urlpatterns as themes

app_name = "tray"

urlpatterns = [*finding, *exchange, *feeds, *keeping, *offers, *requests, *themes]
