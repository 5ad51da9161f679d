"""Addresses of the structures."""

app_name = "structures"
urlpatterns: list = []
