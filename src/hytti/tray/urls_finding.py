"""Addresses of the tray: finding."""

from __future__ import annotations

urlpatterns: list = []
