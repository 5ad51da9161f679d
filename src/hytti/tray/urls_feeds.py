"""Addresses of the tray: feeds."""

from __future__ import annotations

urlpatterns: list = []
