from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "hytti.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from hytti.core import content_version
        from hytti.core.context import add_room

        from . import store

        content_version.add_part(store.version)
        add_room(gettext_noop("Luvut"), "indicators:catalogue")
