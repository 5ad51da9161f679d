from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "hytti.desk"
    label = "desk"
