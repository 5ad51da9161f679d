"""Connections that lead only into the public Internet, for addresses that people type (against forged requests).

A host is looked up once, every address it has is looked at, and the connection goes to one of those very addresses:
a name that answers otherwise the second time (DNS rebinding) gains nothing. Redirects connect the same way.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

if TYPE_CHECKING:
    from collections.abc import Mapping

NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddress(HTTPError):
    """The host has an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address is of the public Internet; one that carries another inside is judged by that too."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if not all(is_public(str(one)) for one in inner if one):
            return False
        if ip.ipv4_mapped:
            return True
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises PrivateAddress when any is not public, and OSError when there is none."""
    found = [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(map(is_public, found)):
        raise PrivateAddress(host)
    return list(dict.fromkeys(found))


def require_public(address: str) -> None:
    """Raise PrivateAddress for a web address whose host is known here and is not public."""
    parts = urlsplit(address)
    try:
        public_addresses(parts.hostname or "", parts.port or 443)
    except OSError:
        return  # only the proxy can look it up


class _Public:
    """A connection to the very address that was looked at."""

    def _new_conn(self: HTTPConnection) -> socket.socket:  # type: ignore[misc]
        try:
            addresses = public_addresses(self._dns_host, self.port)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, socket.gaierror(str(error))) from error
        last: OSError | None = None
        for address in addresses:
            try:
                return create_connection(
                    (address, self.port),
                    self.timeout,
                    source_address=self.source_address,
                    socket_options=self.socket_options,
                )
            except TimeoutError as error:
                raise ConnectTimeoutError(self, f"{self.host} timed out") from error
            except OSError as error:
                last = error
        raise NewConnectionError(self, f"{self.host} could not be reached: {last}") from last


class _PublicHTTP(_Public, HTTPConnection):
    pass


class _PublicHTTPS(_Public, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


def public_pool(headers: Mapping[str, str]) -> urllib3.PoolManager:
    """A pool whose connections lead only to public addresses."""
    pool = urllib3.PoolManager(headers=headers)
    pool.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
    return pool
