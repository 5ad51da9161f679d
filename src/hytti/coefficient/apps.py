from django.apps import AppConfig


class CoefficientConfig(AppConfig):
    name = "hytti.coefficient"
    label = "coefficient"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_noop

        from hytti.core.context import add_room

        from . import permissions, verbs  # noqa: F401
        from .findable import register_pages

        register_pages()
        add_room(gettext_noop("Kerroin"), "coefficient:overview")
