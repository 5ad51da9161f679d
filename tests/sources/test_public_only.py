"""Nothing is fetched from private networks for addresses that people type."""

from __future__ import annotations

import socket

import pytest

from hytti.sources import public_only
from hytti.sources.problems import Code, Refused
from hytti.sources.public_only import is_public
from sources.lying_server import Say


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
        *("169.254.169.254", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::"),
    ],
)
def test_these_are_not_of_the_public_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["193.166.3.2", "8.8.8.8", "2001:708:10:8::2", "::ffff:8.8.8.8"])
def test_these_are(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_this_machine_is_not_asked_by_any_of_its_names(server, make_client, host):
    server.say("/a", b"secret")
    address = server.address.replace("127.0.0.1", host)
    with pytest.raises(Refused) as error:
        make_client(public_only=True).get(f"{address}/a", bytes)
    assert [found.code for found in error.value.problems] == [Code.PRIVATE_ADDRESS]
    assert server.asked == []


def test_a_setting_alone_opens_it(server, make_client):
    assert make_client(public_only=False).get(server.say("/a", b"1"), bytes).content == b"1"


def test_a_name_with_one_private_address_among_public_ones_is_refused(make_client, monkeypatch):
    both = [(2, 1, 6, "", ("193.166.3.2", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: both)
    with pytest.raises(Refused, match="private network"):
        make_client(public_only=True).get("http://feeds.example/", bytes)


def test_a_name_that_changes_its_address_is_reached_where_it_was_looked_at(make_client, monkeypatch):
    """DNS rebinding: a second answer would lead into this machine, and is never asked for."""
    asked, reached = [], []

    def lookup(host, *_args, **_more):
        asked.append(host)
        return [(2, 1, 6, "", ("193.166.3.2" if len(asked) == 1 else "127.0.0.1", 80))]

    def connect(address, *_args, **_more):
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(public_only.socket, "getaddrinfo", lookup)
    monkeypatch.setattr(public_only, "create_connection", connect)
    with pytest.raises(Refused, match="private network"):  # the second attempt looks again, and is refused
        make_client(public_only=True).get("http://feeds.example/", bytes)
    assert asked == ["feeds.example"] * 2
    assert reached == ["193.166.3.2"]


def test_a_redirect_into_the_own_network_is_not_followed(server, make_client):
    server.say("/a", Say(status=302, headers={"Location": "http://10.0.0.1/"}))
    with pytest.raises(Refused) as error:
        make_client().get(f"{server.address}/a", bytes)
    assert [found.code for found in error.value.problems] == [Code.REDIRECTED]


def test_behind_a_proxy_addresses_in_numbers_are_refused_all_the_same(server, make_client):
    with pytest.raises(Refused, match="private network"):
        make_client(public_only=True, proxy=server.address).get("http://169.254.169.254/latest/", bytes)
    assert server.asked == []
