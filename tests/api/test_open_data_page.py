import re
from html import unescape

import pytest
from django.urls import reverse


@pytest.fixture(autouse=True)
def plain_static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def test_every_address_on_the_page_works(region, client):
    text = client.get(reverse("open_data")).content.decode()
    addresses = set(re.findall(r'href="(/api/[^"]+)"', text))
    assert len(addresses) == 42
    for address in addresses:
        assert client.get(unescape(address)).status_code == 200, address


def test_the_page_says_the_licence_and_gives_an_example_that_works(region, client):
    text = client.get(reverse("open_data")).content.decode()
    assert "Creative Commons" in text
    assert "{{" not in text
    example = re.search(r"curl &#x27;|curl '([^']+)'", text).group(1).replace("&amp;", "&")
    answer = client.get(example.removeprefix("http://testserver")).json()
    assert [item["slug"] for item in answer["items"]] == ["huumetyon-verkosto"]
