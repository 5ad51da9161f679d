"""Addresses of the tray: keeping."""

from __future__ import annotations

urlpatterns: list = []
