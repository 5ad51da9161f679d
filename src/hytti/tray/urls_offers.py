"""Addresses of the tray: offers."""

from __future__ import annotations

urlpatterns: list = []
