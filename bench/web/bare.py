"""The peer: a bare Django page that reads the same rows from the same database and writes them in a plain table.

No middleware, no sessions, no translations, no cache: what Django itself costs for a page of that many rows.
"""

from __future__ import annotations

import os

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

PAGE = """<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><table><thead><tr><th>Name</th><th>Kind</th><th>Theme</th><th>Date</th></tr></thead><tbody>
{% for body in bodies %}<tr><td><a href="/{{ body.slug }}/">{{ body.name_fi }}</a></td><td>{{ body.kind }}</td>
<td>{{ body.theme.name_fi }}</td><td>{{ body.as_of }}</td></tr>{% endfor %}</tbody></table></body></html>"""

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="only a measurement",
        INSTALLED_APPS=["bare.Bare"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.environ["BARE_DATABASE"],
                "CONN_MAX_AGE": 600,
            }
        },
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )


class Bare(AppConfig):
    name = "bare"
    path = os.path.dirname(__file__)


if not apps.ready and not apps.loading:
    import django

    django.setup()


class Theme(models.Model):
    name_fi = models.CharField(max_length=200)

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "structures_theme"

    def __str__(self) -> str:
        return self.name_fi


class Body(models.Model):
    slug = models.CharField(max_length=200)
    name_fi = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    as_of = models.CharField(max_length=10)
    theme = models.ForeignKey(Theme, on_delete=models.DO_NOTHING, null=True)

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "structures_body"

    def __str__(self) -> str:
        return self.name_fi


def table(request: HttpRequest, rows: int) -> HttpResponse:
    bodies = Body.objects.select_related("theme").order_by("name_fi")[:rows]
    return HttpResponse(TEMPLATE.render({"title": f"{rows} rows", "bodies": bodies}, request))


TEMPLATE = engines["django"].from_string(PAGE)
urlpatterns = [path("<int:rows>/", table)]

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
