from django.apps import AppConfig
from django.utils.translation import gettext_noop


class DeskConfig(AppConfig):
    name = "hytti.desk"
    label = "desk"

    def ready(self) -> None:
        from hytti.core.context import add_room

        add_room(gettext_noop("Työpöytä"), "desk:home", signed_in=True)
