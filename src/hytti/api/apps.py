from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hytti.api"
    label = "api"
