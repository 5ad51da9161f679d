"""Manners on the network, against a server that fails in every way named here. Nothing waits: the clock is a fake."""

from __future__ import annotations

import datetime as dt

import pytest

from hytti.sources.http import as_json, as_text
from hytti.sources.problems import Code, Refused, SourceError, Unexpected, Unreachable
from sources.lying_server import Say


def codes(error):
    return [found.code for found in error.value.problems]


def test_who_asks_and_where_the_operator_answers_is_said(server, client):
    client.get(server.say("/a", b"1"), bytes)
    assert server.asked[0].headers["User-Agent"] == "Hytti/1 (+hyte@example.org)"


@pytest.mark.parametrize("contact", ["", "hyte@päijät.example", "a\r\nX-Evil: 1"])
def test_a_contact_that_does_not_fit_a_header_is_refused(make_client, contact):
    from hytti.sources.http import Client

    with pytest.raises(ValueError, match="ASCII"):
        Client(name="Hytti", contact=contact)


def test_an_answer_tells_when_it_came_and_its_checksum(server, client, clock):
    answer = client.get(server.say("/a", b"abc"), bytes)
    assert (answer.content, answer.fetched_at) == (b"abc", clock.now)
    # FIPS 180-2, appendix B.1
    assert answer.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_packed_answers_are_unpacked(server, client):
    assert client.get(server.say("/a", Say(b"abc" * 1000, zipped=True)), bytes).content == b"abc" * 1000


@pytest.mark.parametrize(
    "fault",
    [Say(status=500), Say(status=502), Say(status=503), Say(status=504), Say(b"0123456789", cut=4), Say(status=429)],
    ids=["500", "502", "503", "504", "cut off", "429"],
)
def test_a_passing_fault_is_asked_again(server, client, fault):
    assert client.get(server.say("/a", fault, b"1"), bytes).content == b"1"
    assert len(server.asked) == 2


def test_a_packed_answer_cut_in_the_middle_is_asked_again(server, client):
    address = server.say("/a", Say(b"abc" * 1000, zipped=True, cut=20), b"1")
    assert client.get(address, bytes).content == b"1"


def test_silence_is_given_up(server, make_client):
    with pytest.raises(Unreachable) as error:
        make_client(timeout=0.05).get(server.say("/a", Say(silent=True)), bytes)
    assert codes(error) == [Code.TIMED_OUT]


def test_an_answer_that_drips_for_too_long_is_given_up(server, make_client, clock):
    def drip():
        clock.now += dt.timedelta(seconds=400)
        return clock.now

    with pytest.raises(Unreachable) as error:
        make_client(clock=drip).get(server.say("/a", b"1"), bytes)
    assert codes(error) == [Code.TIMED_OUT]


def test_nobody_at_the_address_is_said_plainly(server, client):
    server.close()
    with pytest.raises(Unreachable, match=r"could not be reached in 4 attempts\.$"):
        client.get(f"{server.address}/a", bytes)


def test_a_server_that_does_not_speak_https_is_not_spoken_to(server, client):
    with pytest.raises(Unreachable) as error:
        client.get(server.address.replace("http:", "https:"), bytes)
    assert codes(error) == [Code.NO_CONNECTION]
    assert server.asked == []


def test_the_pauses_grow_and_end(server, client, clock):
    with pytest.raises(Unreachable) as error:
        client.get(server.say("/a", Say(status=503)), bytes)
    assert codes(error) == [Code.SERVER_FAILED]
    assert error.value.problems[0].arguments["status"] == 503
    assert clock.slept == [2.0, 4.0, 8.0]
    assert len(server.asked) == 4


def test_jitter_shortens_a_pause_by_half_at_most(server, make_client, clock):
    make_client(jitter=lambda: 0.0).get(server.say("/a", Say(status=500), b"1"), bytes)
    assert clock.slept == [1.0]


@pytest.mark.parametrize("wish", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wish_of_ages_is_told_too(server, client, wish):
    with pytest.raises(Unreachable, match="asks to come back after"):
        client.get(server.say("/a", Say(status=429, headers={"Retry-After": wish})), bytes)


@pytest.mark.parametrize("wish", ["40", "Mon, 02 Mar 2026 08:00:40 GMT"])
def test_a_wish_to_come_back_later_is_honoured(server, client, clock, wish):
    client.get(server.say("/a", Say(status=429, headers={"Retry-After": wish}), b"1"), bytes)
    assert clock.slept == [40.0]


def test_a_wish_that_makes_no_sense_is_a_common_pause(server, client, clock):
    client.get(server.say("/a", Say(status=503, headers={"Retry-After": "soon"}), b"1"), bytes)
    assert clock.slept == [2.0]


def test_a_wish_of_hours_is_told_instead_of_waited(server, client, clock):
    with pytest.raises(Unreachable, match="asks to come back after 7200 seconds"):
        client.get(server.say("/a", Say(status=429, headers={"Retry-After": "7200"})), bytes)
    assert clock.slept == []


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, Code.REFUSED), (403, Code.REFUSED), (404, Code.NOT_THERE), (410, Code.NOT_THERE), (304, Code.REFUSED)],
)
def test_a_clear_no_is_not_asked_again(server, client, status, code):
    with pytest.raises(Refused) as error:
        client.get(server.say("/a", Say(status=status)), bytes)
    assert codes(error) == [code]
    assert len(server.asked) == 1


def test_a_redirect_on_the_same_host_is_followed(server, client):
    server.say("/b", b"there")
    address = server.say("/a", Say(status=302, headers={"Location": "/b"}))
    assert client.get(address, bytes).content == b"there"


@pytest.mark.parametrize(
    "target",
    ["http://other.example/b", "http://127.0.0.1:1/b", "file:///etc/hostname", "//other.example/b", "http://["],
)
def test_a_redirect_elsewhere_is_refused(server, client, target):
    with pytest.raises(Refused) as error:
        client.get(server.say("/a", Say(status=301, headers={"Location": target})), bytes)
    assert codes(error) == [Code.REDIRECTED]
    assert len(server.asked) == 1


def test_a_redirect_may_step_up_to_https_and_never_down():
    from hytti.sources.http import _same_host

    assert _same_host("http://a.example/x", "https://a.example/x")
    assert not _same_host("https://a.example/x", "http://a.example/x")
    assert not _same_host("http://a.example/x", "https://b.example/x")


def test_redirects_in_a_circle_end(server, client):
    with pytest.raises(Refused) as error:
        client.get(server.say("/a", Say(status=302, headers={"Location": "/a"})), bytes)
    assert codes(error) == [Code.REDIRECTED]


def test_a_query_that_is_sent_elsewhere_is_refused(server, client):
    server.say("/b", b"there")
    with pytest.raises(Refused):
        client.post(server.say("/a", Say(status=307, headers={"Location": "/b"})), {}, bytes)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://a.example/", "sotkanet.fi/rest", "http://", "http://["]
)
def test_only_web_addresses_are_asked(client, address):
    with pytest.raises(Refused) as error:
        client.get(address, bytes)
    assert codes(error) == [Code.NOT_AN_ADDRESS]


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "packed"])
def test_a_huge_answer_is_left(server, make_client, zipped):
    with pytest.raises(Unexpected) as error:
        make_client(limit=100_000).get(server.say("/a", Say(b"0" * 5_000_000, zipped=zipped)), bytes)
    assert codes(error) == [Code.ANSWER_TOO_LARGE]
    assert len(server.asked) == 1


def test_requests_keep_their_distance(server, make_client, clock):
    client = make_client(pause=3.0)
    for path in ("/a", "/b"):
        client.get(server.say(path, b"1"), bytes)
    clock.now += dt.timedelta(seconds=10)
    client.get(server.say("/c", b"1"), bytes)
    assert clock.slept == [3.0]


def test_a_clock_set_back_does_not_stop_the_work(server, client, clock):
    client.get(server.say("/a", b"1"), bytes)
    clock.now -= dt.timedelta(days=1)
    client.get(server.say("/b", b"1"), bytes)
    assert clock.slept == [1.0]


def test_an_unchanged_answer_is_not_sent_again(server, client, clock):
    address = server.say("/a", Say(b"old", headers={"ETag": '"1"'}), Say(status=304))
    first = client.get(address, bytes)
    clock.now += dt.timedelta(days=3)
    again = client.get(address, bytes)
    assert server.asked[1].headers["If-None-Match"] == '"1"'
    assert (again.content, again.fetched_at) == (b"old", first.fetched_at)


def test_without_an_etag_the_date_of_the_answer_is_asked_about(server, client):
    day = "Mon, 02 Feb 2026 08:00:00 GMT"
    address = server.say("/a", Say(b"old", headers={"Last-Modified": day}), Say(b"new"))
    client.get(address, bytes)
    assert client.get(address, bytes).content == b"new"
    assert server.asked[1].headers["If-Modified-Since"] == day


def test_an_interrupted_run_goes_on_where_it_was(server, make_client, clock):
    hour = dt.timedelta(hours=1)
    address = server.say("/a", b"1")
    make_client(fresh_for=hour).get(address, bytes)
    clock.now += hour / 2
    assert make_client(fresh_for=hour).get(address, bytes).content == b"1"
    assert len(server.asked) == 1
    clock.now += hour
    make_client(fresh_for=hour).get(address, bytes)
    assert len(server.asked) == 2


def test_an_answer_checked_after_the_day_of_change_is_used_as_it_is(server, client, clock):
    address = server.say("/a", b"1")
    client.get(address, bytes, changed=clock.now.date())
    client.get(address, bytes, changed=clock.now.date())  # it may have changed later on the same day
    assert len(server.asked) == 2
    client.get(address, bytes, changed=clock.now.date() - dt.timedelta(days=1))
    assert len(server.asked) == 2


def test_a_confirmed_answer_counts_from_its_confirmation(server, client, clock):
    address = server.say("/a", Say(b"old", headers={"ETag": '"1"'}), Say(status=304))
    client.get(address, bytes)
    clock.now += dt.timedelta(days=3)
    changed = clock.now.date() - dt.timedelta(days=1)
    for _ in range(2):
        client.get(address, bytes, changed=changed)
    assert len(server.asked) == 2


def test_queries_of_another_content_are_other_answers(server, client):
    address = server.say("/a", b"1", b"2")
    assert client.post(address, {"q": 1}, bytes).content == b"1"
    assert client.post(address, {"q": 2}, bytes).content == b"2"
    assert [asked.body for asked in server.asked] == [b'{"q": 1}', b'{"q": 2}']
    assert server.asked[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("spoil", [b"other", None])
def test_a_spoiled_file_of_the_cache_counts_as_absent(server, make_client, tmp_path, spoil):
    client = make_client(fresh_for=dt.timedelta(days=1))
    address = server.say("/a", b"1")
    client.get(address, bytes)
    [body] = (tmp_path / "answers").glob("*.body")
    body.write_bytes(spoil) if spoil else body.unlink()
    assert client.get(address, bytes).content == b"1"
    assert len(server.asked) == 2


def test_torn_notes_of_the_cache_count_as_absent(server, make_client, tmp_path):
    client = make_client(fresh_for=dt.timedelta(days=1))
    address = server.say("/a", b"1")
    client.get(address, bytes)
    [notes] = (tmp_path / "answers").glob("*.json")
    for torn in ("", "[]", '{"address": 1}', notes.read_text()[:-20]):
        notes.write_text(torn)
        assert client.get(address, bytes).content == b"1"


def test_what_cannot_be_read_is_not_kept_and_the_old_answer_is(server, client):
    def read(body):
        return as_json(body, "here")

    address = server.say("/a", b"[1]", b"<html>")
    client.get(address, read)
    with pytest.raises(Unexpected) as error:
        client.get(address, read)
    assert codes(error) == [Code.HTML, Code.KEPT]
    assert str(error.value).endswith("The answer fetched on 2026-03-02 is kept.")
    server.say("/a", Say(status=503))
    with pytest.raises(Unreachable, match="kept"):
        client.get(address, read)


def test_without_a_cache_every_answer_is_fetched(server, make_client):
    client = make_client(cache=None)
    address = server.say("/a", b"1", b"2")
    assert [client.get(address, bytes).content for _ in range(2)] == [b"1", b"2"]


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><p>Huoltokatko", b"\xef\xbb\xbf\n <html>"])
@pytest.mark.parametrize("read", [as_json, as_text])
def test_a_web_page_is_not_data(read, body):
    with pytest.raises(SourceError) as error:
        read(body, "here")
    assert codes(error) == [Code.HTML]


@pytest.mark.parametrize("body", [b"", b"[1, 2", b"\xff"])
def test_broken_json_is_told(body):
    with pytest.raises(Unexpected) as error:
        as_json(body, "here")
    assert codes(error) == [Code.NOT_JSON]


def test_text_in_another_encoding_is_told():
    with pytest.raises(Unexpected) as error:
        as_text("Hämeenkoski".encode("latin-1"), "here")
    assert codes(error) == [Code.NOT_TEXT]
