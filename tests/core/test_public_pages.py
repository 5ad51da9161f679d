"""Public pages are kept ready for readers without a session, and only for them."""

from __future__ import annotations

import gzip

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override

from factories import make_body, make_region, make_theme, make_user_with
from hytti.core import changes
from hytti.structures.models import BodyKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_store():
    caches["pages"].clear()
    make_region()


@pytest.fixture
def network():
    return make_body(kind=BodyKind.NETWORK, theme=make_theme(), name_fi="Kylien verkosto")


@pytest.fixture
def url():
    return reverse("structures:networks")


def test_a_second_reader_gets_the_kept_page_with_one_query(client, url, network, django_assert_num_queries):
    first = client.get(url)
    with django_assert_num_queries(1):
        second = client.get(url)
    assert second.content == first.content
    assert second["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_change_is_seen_at_once(client, url, network):
    assert "Kylien verkosto" in client.get(url).content.decode()
    changes.apply(network, {"name_fi": "Kaupungin verkosto"}, by=make_user_with("hyte_unit"), verb="body.edited")
    page = client.get(url).content.decode()
    assert "Kaupungin verkosto" in page
    assert "Kylien verkosto" not in page


def test_an_unchanged_page_is_not_sent_again(client, url, network):
    etag = client.get(url)["ETag"]
    again = client.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    changes.apply(network, {"name_fi": "Kaupungin verkosto"}, by=make_user_with("hyte_unit"), verb="body.edited")
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_a_page_is_compressed_for_a_browser_that_takes_it(client, url, network):
    plain = client.get(url).content
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain


def test_a_signed_in_reader_has_an_own_page_that_nobody_keeps(client, url, network):
    client.get(url)
    client.force_login(make_user_with("hyte_unit"))
    page = client.get(url)
    assert page["Cache-Control"] == "private, no-store"
    assert reverse("structures:found_network") in page.content.decode()
    client.logout()
    assert reverse("structures:found_network") not in client.get(url).content.decode()


def test_languages_and_queries_are_kept_apart(client, url, network):
    assert '<html lang="fi">' in client.get(url).content.decode()
    with override("sv"):
        swedish = reverse("structures:networks")
    assert swedish != url
    assert '<html lang="sv">' in client.get(swedish).content.decode()
    everything, nothing = client.get(url), client.get(url, {"q": "olematon"})
    assert everything.content != nothing.content


def test_a_page_for_a_stranger_host_is_refused(client, url):
    assert client.get(url, headers={"host": "evil.example"}).status_code == 400


def test_no_page_allows_inline_code_or_framing(client, url):
    policy = client.get(url)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert client.get(reverse("account_login"))["Content-Security-Policy"] == policy
    assert client.get("/fi/ei-ole/")["Content-Security-Policy"] == policy


@pytest.mark.parametrize(
    ("accepted", "front"), [("sv-FI,sv;q=0.9", "/sv/"), ("en", "/en/"), ("de", "/fi/"), ("", "/fi/")]
)
def test_the_bare_address_leads_to_the_language_of_the_browser(client, accepted, front):
    assert client.get("/", headers={"Accept-Language": accepted}).url == front
