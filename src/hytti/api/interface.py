"""The open data interface."""

from ninja import NinjaAPI

api = NinjaAPI(title="Hytti", version="1")
