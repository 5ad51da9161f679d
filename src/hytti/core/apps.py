from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "hytti.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import search
        from .packs import loading
        from .search.shared import register_shared

        register_shared()
        if search.rebuild not in loading.AFTER_LOAD:
            loading.AFTER_LOAD.append(search.rebuild)
