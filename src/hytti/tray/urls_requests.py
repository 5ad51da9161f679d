"""Addresses of the tray: requests."""

from __future__ import annotations

urlpatterns: list = []
