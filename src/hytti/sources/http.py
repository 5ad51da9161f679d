"""Fetching with manners: who asks is said, one request at a time, with pauses, retries and a cache of answers."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import DecodeError, HTTPError, NewConnectionError, ProtocolError, TimeoutError

from .cache import Cache, Kept
from .problems import Code, Refused, SourceError, Unexpected, Unreachable, problem
from .public_only import PrivateAddress, public_pool, require_public

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .problems import Problem

T = TypeVar("T")
REDIRECTS, HOPS = (301, 302, 303, 307, 308), 5
PASSING = (500, 502, 503, 504)
CHUNK = 64 * 1024
FOREVER = 1e9


@dataclass(frozen=True)
class Manners:
    """How politely and how patiently is asked; times in seconds, the limit in bytes of the unpacked answer."""

    pause: float = 1.0
    timeout: float = 30.0
    patience: float = 300.0
    attempts: int = 5
    longest_wait: float = 300.0
    limit: int = 64 * 1024 * 1024


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A whole answer that could be read. fetched_at: when the bytes came; sha256: of the unpacked bytes."""

    address: str
    content: T
    fetched_at: dt.datetime
    sha256: str


@dataclass(frozen=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Passing(Exception):
    """A fault that may pass; `wait` is what the other side asks for, in seconds."""

    def __init__(self, code: Code, wait: float | None = None, *, status: int = 0) -> None:
        super().__init__(code)
        self.code, self.wait, self.status = code, wait, status


def utc_now() -> dt.datetime:
    """The clock that tests replace."""
    return dt.datetime.now(dt.UTC)


class Client:
    """Fetches for somebody: `name` and `contact` (an address where the operator answers) go out in the User-Agent.

    cache: a folder for answers; within `fresh_for` of its last check a kept answer is used without asking.
    proxy: address of a proxy, if the network needs one. Raises ValueError on a name or contact outside ASCII.
    headers: more of them, for a key. public_only: for addresses that people type; nothing is fetched from private
    networks, and the address that was looked at is the one that is connected to. Behind a proxy the proxy looks names
    up: there an address in numbers and a name that resolves here are refused, and the rest is for the proxy's rules.
    """

    def __init__(
        self,
        *,
        name: str,
        contact: str,
        cache: Path | None = None,
        fresh_for: dt.timedelta = dt.timedelta(0),
        manners: Manners = Manners(),
        proxy: str = "",
        headers: Mapping[str, str] | None = None,
        public_only: bool = False,
        clock: Callable[[], dt.datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        agent = f"{name} (+{contact})"
        if not (name and contact and agent.isascii() and agent.isprintable()):
            raise ValueError("the name and the contact go into a header: printable ASCII")
        told = {"User-Agent": agent, "Accept-Encoding": "gzip", **(headers or {})}
        self._pool = urllib3.ProxyManager(proxy, headers=told) if proxy else urllib3.PoolManager(headers=told)
        if public_only and not proxy:
            self._pool = public_pool(told)
        self._looks_first = public_only and bool(proxy)
        self._cache = Cache(cache) if cache else None
        self._fresh_for, self._manners = fresh_for, manners
        self._clock, self._sleep, self._jitter = clock, sleep, jitter
        self._asked: dt.datetime | None = None

    def get(self, address: str, read: Callable[[bytes], T], *, changed: dt.date | None = None) -> Answer[T]:
        """Fetch and read; what cannot be read is not kept.

        changed: the day the source says its data last changed: an answer checked after that day is used as it is.
        Raises Unreachable, Refused or Unexpected, and what `read` raises.
        """
        return self._ask("GET", address, None, read, changed)

    def post(self, address: str, query: object, read: Callable[[bytes], T]) -> Answer[T]:
        """Send a query as JSON and read the answer; otherwise as `get`."""
        return self._ask("POST", address, json.dumps(query, sort_keys=True).encode(), read, None)

    def _ask(
        self, method: str, address: str, body: bytes | None, read: Callable[[bytes], T], changed: dt.date | None
    ) -> Answer[T]:
        _require_web(address)
        key = hashlib.sha256(b"\n".join((method.encode(), address.encode(), body or b""))).hexdigest()[:32]
        kept, old = (self._cache and self._cache.find(key)) or (None, b"")
        if kept and self._is_fresh(kept, changed):
            return Answer(address, read(old), kept.fetched_at, kept.sha256)
        try:
            reply = self._insist(method, address, body, kept)
            if kept and reply.status == 304 and self._cache:
                kept = self._cache.still_current(key, kept, self._clock())
                return Answer(address, read(old), kept.fetched_at, kept.sha256)
            content = read(reply.body)
        except SourceError as error:
            if kept:
                raise type(error)(*error.problems, problem(Code.KEPT, day=f"{kept.fetched_at:%Y-%m-%d}")) from error
            raise
        return self._kept(key, address, reply, content)

    def _kept(self, key: str, address: str, reply: _Reply, content: T) -> Answer[T]:
        now, sha256 = self._clock(), hashlib.sha256(reply.body).hexdigest()
        if self._cache:
            told = reply.headers
            kept = Kept(address, now, now, sha256, told.get("ETag", ""), told.get("Last-Modified", ""))
            self._cache.keep(key, kept, reply.body)
        return Answer(address, content, now, sha256)

    def _is_fresh(self, kept: Kept, changed: dt.date | None) -> bool:
        if changed and kept.checked_at.date() > changed:
            return True
        return self._clock() - kept.checked_at < self._fresh_for

    def _insist(self, method: str, address: str, body: bytes | None, kept: Kept | None) -> _Reply:
        """Ask until an answer comes, with growing pauses between."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._follow(method, address, body, kept)
            except _Passing as fault:
                wait = 2.0**attempt * (0.5 + self._jitter() / 2) if fault.wait is None else fault.wait
                too_long = wait > self._manners.longest_wait
                if attempt >= self._manners.attempts or too_long:
                    raise Unreachable(_told(fault, address, attempt, wait)) from fault
                self._sleep(wait)

    def _follow(self, method: str, address: str, body: bytes | None, kept: Kept | None) -> _Reply:
        """One attempt, through redirects on the same host."""
        here = address
        for _ in range(HOPS):
            reply = self._once(method, here, body, kept)
            if reply.status not in REDIRECTS:
                return _checked(reply, here, asked_if_changed=kept is not None)
            target = _target(here, reply.headers.get("Location", ""))
            if method != "GET" or not _same_host(here, target):
                raise Refused(problem(Code.REDIRECTED, address=here, target=target))
            here = target
        raise Refused(problem(Code.REDIRECTED, address=address, target=here))

    def _once(self, method: str, address: str, body: bytes | None, kept: Kept | None) -> _Reply:
        self._keep_pace()
        headers = {**self._pool.headers}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if kept and kept.etag:
            headers["If-None-Match"] = kept.etag
        elif kept and kept.last_modified:
            headers["If-Modified-Since"] = kept.last_modified
        try:
            if self._looks_first:
                require_public(address)
            response = self._pool.request(
                method,
                address,
                body=body,
                headers=headers,
                timeout=self._manners.timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                return _Reply(response.status, response.headers, self._body(response, address))
            finally:
                response.close()
        except PrivateAddress as error:
            raise Refused(problem(Code.PRIVATE_ADDRESS, address=address)) from error
        except NewConnectionError as error:
            raise _Passing(Code.NO_CONNECTION) from error
        except TimeoutError as error:
            raise _Passing(Code.TIMED_OUT) from error
        except (ProtocolError, DecodeError) as error:
            raise _Passing(Code.CUT_OFF) from error
        except HTTPError as error:
            raise _Passing(Code.NO_CONNECTION) from error
        finally:
            self._asked = self._clock()

    def _body(self, response: urllib3.BaseHTTPResponse, address: str) -> bytes:
        """The whole body, up to the limit of bytes and of time."""
        wait = _wanted_wait(response.headers.get("Retry-After", ""), self._clock())
        if response.status == 429:
            raise _Passing(Code.TOO_MANY_REQUESTS, wait)
        if response.status in PASSING:
            raise _Passing(Code.SERVER_FAILED, wait, status=response.status)
        started, parts, size = self._clock(), [], 0
        for part in response.stream(CHUNK, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > self._manners.limit:
                raise Unexpected(problem(Code.ANSWER_TOO_LARGE, address=address, limit=self._manners.limit))
            if (self._clock() - started).total_seconds() > self._manners.patience:
                raise _Passing(Code.TIMED_OUT)
        return b"".join(parts)

    def _keep_pace(self) -> None:
        if self._asked is None:
            return
        left = self._manners.pause - (self._clock() - self._asked).total_seconds()
        if left > 0:
            self._sleep(min(left, self._manners.pause))


def reader(read: Callable[[bytes, str], T]) -> Callable[[bytes, str], T]:
    """A reader of answers whose stumbling over another shape is told as Unexpected."""

    @wraps(read)
    def careful(body: bytes, address: str) -> T:
        try:
            return read(body, address)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            expected = read.__doc__ or read.__name__
            raise Unexpected(problem(Code.WRONG_SHAPE, address=address, expected=expected.rstrip("."))) from error

    return careful


def as_json(body: bytes, address: str) -> Any:
    """The answer as JSON. Raises Unexpected, also when it is a web page."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unexpected(problem(Code.HTML, address=address))
    try:
        return json.loads(body.decode("utf-8-sig"))
    except ValueError as error:
        raise Unexpected(problem(Code.NOT_JSON, address=address)) from error


def as_text(body: bytes, address: str) -> str:
    """The answer as UTF-8 text. Raises Unexpected, also when it is a web page."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unexpected(problem(Code.HTML, address=address))
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unexpected(problem(Code.NOT_TEXT, address=address)) from error


def _told(fault: _Passing, address: str, attempts: int, wait: float) -> Problem:
    if fault.code is Code.TOO_MANY_REQUESTS:
        return problem(fault.code, address=address, seconds=round(wait))
    if fault.code is Code.SERVER_FAILED:
        return problem(fault.code, address=address, attempts=attempts, status=fault.status)
    return problem(fault.code, address=address, attempts=attempts)


def _checked(reply: _Reply, address: str, *, asked_if_changed: bool) -> _Reply:
    if reply.status == 200 or (reply.status == 304 and asked_if_changed):
        return reply
    code = Code.NOT_THERE if reply.status in (404, 410) else Code.REFUSED
    raise Refused(problem(code, address=address, status=reply.status))


def _wanted_wait(text: str, now: dt.datetime) -> float | None:
    """Seconds of a Retry-After header: a number of them, or a date."""
    if text.strip().isdecimal():
        return min(float(text), FOREVER)
    try:
        return max(0.0, (parsedate_to_datetime(text).astimezone(dt.UTC) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _require_web(address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(problem(Code.NOT_AN_ADDRESS, address=address))


def _target(here: str, location: str) -> str:
    try:
        return urljoin(here, location)
    except ValueError:
        return ""


def _same_host(here: str, target: str) -> bool:
    """Whether a redirect stays on its host; from http it may step up to https."""
    old, new = urlsplit(here), urlsplit(target)
    if (old.scheme, old.netloc) == (new.scheme, new.netloc):
        return True
    return (old.scheme, new.scheme) == ("http", "https") and old.hostname == new.hostname
