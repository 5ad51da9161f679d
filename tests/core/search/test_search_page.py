import pytest
from django.urls import reverse

from factories import make_body, make_theme
from hytti.core import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def get(**query):
        response = client.get(reverse("search"), query)
        assert response.status_code == 200
        text = response.content.decode()
        assert "{{" not in text
        assert "{%" not in text
        return text

    return get


@pytest.fixture
def two_kinds():
    for record in (make_theme(name_fi="Ravitsemus"), make_body(name_fi="Ravitsemuksen työryhmä")):
        search.reindex(record)


def test_hits_stand_under_the_word_of_their_kind_and_their_number_is_announced(page, two_kinds):
    text = page(q="ravitsemus")
    assert '<div role="status"><h2 id="found">2 osumaa</h2></div>' in text
    assert text.index(">Verkostot</h3>") < text.index(">Ravitsemuksen työryhmä</a>")
    assert text.index(">Teemat</h3>") < text.index(">Ravitsemus</a>")


def test_one_kind_can_be_chosen_by_a_link(page, two_kinds):
    assert 'href="?q=ravitsemus&amp;kind=theme"' in page(q="ravitsemus")
    text = page(q="ravitsemus", kind="theme")
    assert "1 osuma<" in text
    assert ">Ravitsemuksen työryhmä</a>" not in text


def test_where_nothing_is_found_the_page_guesses_and_advises(page, two_kinds):
    text = page(q="ravvitsemus")
    assert "ei löytynyt mitään" in text
    assert "Tarkoititko" in text
    assert ">Ravitsemus</a>" in text


def test_the_page_opens_without_words_and_with_odd_ones(page):
    assert "osuma" not in page()
    for words in ("<script>alert(1)</script>", "a\x00b", "😀", "x" * 10_000):
        assert "<script>alert" not in page(q=words)
        assert "\x00" not in page(q=words)


def test_a_made_up_kind_shows_everything(page, two_kinds):
    assert "2 osumaa" in page(q="ravitsemus", kind="'--")


def test_the_number_of_queries_does_not_grow_with_hits(client, django_assert_max_num_queries):
    for number in range(12):
        search.reindex(make_body(name_fi=f"Verkosto {number}", theme=make_theme()))
    with django_assert_max_num_queries(6):
        client.get(reverse("search"), {"q": "verkosto"})
