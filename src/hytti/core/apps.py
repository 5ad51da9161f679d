from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "hytti.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import names, packs, search, ticks
        from .search.shared import register_shared

        register_shared()
        ticks.register("names in decisions", names.forget)
        if search.rebuild not in packs.AFTER_LOAD:
            packs.AFTER_LOAD.append(search.rebuild)
