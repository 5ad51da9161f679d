from django.apps import AppConfig


class TrayConfig(AppConfig):
    name = "hytti.tray"
    label = "tray"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.signals import request_finished
        from django.db.models.signals import post_save
        from django.utils.translation import gettext_noop

        from hytti.core import content_version, packs, ticks
        from hytti.core.context import add_room
        from hytti.core.models import Organisation

        from . import calendar, jobs_requests, permissions, permissions_requests, verbs, verbs_requests  # noqa: F401
        from .actions import themes, use
        from .findable import follow_provider, keep_findable, register_offers
        from .importing import jobs as feeds
        from .related import register_related
        from .search import misses

        register_offers()
        register_related()
        post_save.connect(follow_provider, Organisation, dispatch_uid="hytti.tray.findable")
        request_finished.connect(use.write_when_due, dispatch_uid="hytti.tray.use")
        for number in ("epoch", "generation"):  # they grow when what is found changes
            content_version.add_number(f"SELECT MAX({number}) FROM tray_indexstate")  # noqa: S608 (our own names)
        add_room(gettext_noop("Tarjotin"), "tray:search")
        packs.add_room("hytti.tray.pack")
        ticks.register("offers in the site's search", keep_findable)
        ticks.register("themes of offers", themes.follow_calendar)
        ticks.register("review days of the tray", calendar.move_on)
        ticks.register("reminders of the tray", calendar.remind)
        ticks.register("contact requests that wait", jobs_requests.deliver)
        ticks.register("reminders of contact requests", jobs_requests.remind)
        ticks.register("deletion of contact requests", jobs_requests.forget)
        ticks.register("deletion of searches in vain", misses.forget)
        ticks.register("ended sessions", jobs_requests.end_sessions)
        ticks.register("tables of contact requests", jobs_requests.publish)
        ticks.register("feeds of offers", feeds.fetch_due)
