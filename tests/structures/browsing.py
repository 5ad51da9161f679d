"""How the tests use the editing pages: as a browser would."""

from __future__ import annotations

from django.contrib.messages import get_messages
from django.urls import reverse


def url(name, record):
    return reverse(f"structures:{name}", args=[getattr(record, "slug", None) or record.pk])


def posted(client, address, /, **changes):
    """Send the form as a browser would: everything the page shows, with the changes."""
    form = client.get(address).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        shown = bound.field.widget.format_value(value)
        if value is True or (shown not in (None, [""]) and value is not False):
            data[bound.name] = "on" if value is True else shown
    return client.post(address, data | changes)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response):
    return set(response.context["form"].errors)


def page_of(response):
    return response.content.decode()
