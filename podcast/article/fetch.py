"""A web address → its bytes: five redirects, 5 MB and half a minute at most.

The connection goes to the address that was checked, so a name that changes its mind in
between (DNS rebinding) leads nowhere. Proxies, cookies and credentials are not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from podcast.article.addresses import public_address
from podcast.article.unpacking import Packed, Torn, unpack
from podcast.errors import UserError
from podcast.trust import trust

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPConnectionPool
    from urllib3.util import Url

LIMIT_BYTES = 5_000_000
LIMIT_S = 30.0
REDIRECTS = 5
_IDLE_S = 15.0
_CHUNK = 65_536
_NUMBERS = re.compile(r"\[[^\]]*\]|[A-Z_]+\]|\(_ssl[^)]*\)")
_REDIRECTING = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_SAVE_PAGE = "Open the page in a browser, save it (Ctrl+S), and give the file."
_ACCEPT = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.8,*/*;q=0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered."""

    url: str
    """Where it was found in the end."""
    data: bytes
    content_type: str
    """In lower case without parameters; may be empty."""
    charset: str = ""


def fetch(url: str, *, allow_private: bool = False, limit_s: float = LIMIT_S) -> Page:
    """Get a page over HTTP or HTTPS; UserError for whatever prevents it."""
    return _within(limit_s, url, lambda: _follow(url, allow_private))


def _within(limit_s: float, url: str, work: Callable[[], Page]) -> Page:
    """Wait for the work so long and no longer: servers that trickle are left behind."""
    done: list[Page] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(limit_s)
    if failed:
        raise failed[0]
    if not done:
        raise UserError(f"the page took longer than {limit_s:g} seconds", url, _SAVE_PAGE)
    return done[0]


def _follow(url: str, allow_private: bool) -> Page:
    here = url
    for _ in range(REDIRECTS + 1):
        answer = _get(here, url, allow_private)
        if isinstance(answer, Page):
            return answer
        here = urljoin(here, answer)
    raise UserError(f"the page redirects more than {REDIRECTS} times", url, _SAVE_PAGE)


def _get(here: str, url: str, allow_private: bool) -> Page | str:
    """The page, or where it says it is."""
    from urllib3 import exceptions

    try:
        target = _parsed(here, url)
        with _pool(target, url, allow_private) as pool:
            response = pool.request("GET", target.request_uri, headers=_headers(target),
                                    redirect=False, preload_content=False)
            return _answer(response, here, url)
    except exceptions.NewConnectionError as error:
        raise _no_connection(error, url) from None
    except exceptions.TimeoutError:
        raise UserError("the server does not answer in time", url,
                        "Try again later, or give a saved page.") from None
    except exceptions.SSLError as error:
        fault = "certificate is not valid" if _unverified(error) else "encryption fails"
        raise UserError(f"the server's {fault} ({_reason(error)})", url, _SAVE_PAGE) from None
    except exceptions.HTTPError as error:
        raise _no_connection(error, url) from None


def _no_connection(error: Exception, url: str) -> UserError:
    return UserError(f"there is no connection ({_reason(error)})", url,
                     "Check the address and your connection.")


def _parsed(here: str, url: str) -> Url:
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        target = parse_url(here)
    except LocationParseError:
        raise UserError("this is no web address", url, "Copy it from the browser.") from None
    if target.scheme not in _PORTS or not target.host or target.auth:
        raise UserError(f"leads to an address that is not read ({here})"
                        if here != url else "this is no web address that can be read", url,
                        "Give one that begins with https:// and holds no password.")
    return target


def _pool(target: Url, url: str, allow_private: bool) -> HTTPConnectionPool:
    """A connection to the machine whose address was checked, under the name that was asked for."""
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout

    host = (target.host or "").strip("[]")
    port = target.port or _PORTS[target.scheme or ""]
    address = public_address(host, port, url, allow_private=allow_private)
    timeout = Timeout(connect=_IDLE_S, read=_IDLE_S)
    if target.scheme == "http":
        return HTTPConnectionPool(address, port, timeout=timeout, retries=False)
    return HTTPSConnectionPool(address, port, timeout=timeout, retries=False,
                               ssl_context=trust(), server_hostname=host, assert_hostname=host)


def _headers(target: Url) -> dict[str, str]:
    agent = f"Hoerfassung/{version('hoerfassung')} (audio editions of interviews)"
    return {"Host": target.netloc or "", "User-Agent": agent, "Accept": _ACCEPT,
            "Accept-Language": "de, *;q=0.5", "Accept-Encoding": "gzip, deflate"}


def _answer(response: BaseHTTPResponse, here: str, url: str) -> Page | str:
    place = response.headers.get("Location")
    if response.status in _REDIRECTING and place:
        return place
    if response.status != 200:
        raise _refusal(response.status, url)
    data = _body(response, url)
    if len(data) > LIMIT_BYTES:
        raise UserError("the page is larger than 5 MB, far more than an interview", url, _SAVE_PAGE)
    content_type, charset = _content_type(response.headers.get("Content-Type", ""))
    return Page(here, data, content_type, charset)


def _body(response: BaseHTTPResponse, url: str) -> bytes:
    """All that was sent, unpacked, or a little more than is permitted."""
    from urllib3.exceptions import ProtocolError

    packed = response.headers.get("Content-Encoding", "").strip().lower()
    chunks = iter(lambda: response.read(_CHUNK, decode_content=False), b"")
    try:
        return unpack(chunks, packed, LIMIT_BYTES)
    except Packed:
        raise UserError("the page came packed in a way that cannot be undone", url,
                        _SAVE_PAGE) from None
    except (Torn, ProtocolError):
        raise UserError("the page broke off before its end", url,
                        "Try again; or open the page in a browser, save it, and give the file."
                        ) from None


def _content_type(header: str) -> tuple[str, str]:
    from email.message import Message

    message = Message()
    message["Content-Type"] = header or "application/octet-stream"
    charset = message.get_param("charset", "")
    return message.get_content_type(), charset if isinstance(charset, str) else ""


def _refusal(status: int, url: str) -> UserError:
    if status in (404, 410):
        return UserError(f"there is no such page (HTTP {status})", url, "Check the address.")
    if status in (401, 402, 403, 429, 451):
        return UserError(f"the server does not give this page to programs (HTTP {status})", url,
                         _SAVE_PAGE)
    if status >= 500:
        return UserError(f"the server has a fault (HTTP {status})", url, "Try again later.")
    return UserError(f"the server answers HTTP {status}, not a page", url, _SAVE_PAGE)


def _reason(error: Exception) -> str:
    inner = error.args[-1] if error.args else error
    text = getattr(inner, "verify_message", "") or getattr(inner, "strerror", "") or str(inner)
    return _NUMBERS.sub("", text.rpartition(": ")[2]).strip(". ")[:120]


def _unverified(error: Exception) -> bool:
    return any(one in str(error).lower() for one in ("certificate", "doesn't match"))
