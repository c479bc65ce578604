"""One byte range, of a file or of bytes in memory (RFC 9110, 14); other wishes may be ignored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope

_RANGE = re.compile(r"bytes=\s*(?:(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})"
                    r"|-(?P<length>[0-9]{1,18}))\s*", re.ASCII | re.IGNORECASE)


def with_one_range_at_most(scope: Scope) -> Scope:
    """The request, without a Range that is none, that names several, or that is no GET's."""
    asked = Headers(scope=scope).getlist("range")
    if not asked or (scope["method"] == "GET" and len(asked) == 1 and _parsed(asked[0])):
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name != b"range"]
    return {**scope, "headers": kept}


def ranged(body: bytes, headers: Mapping[str, str], request: Headers) -> Response:
    """The bytes, or the range asked for if the client has a part of just these.

    `headers` hold the etag, which must be strong, and the date of last-modified.
    """
    found = _parsed(request.get("range", ""))
    fresh = request.get("if-range", headers["etag"]) in (headers["etag"], headers["last-modified"])
    if found is None or not fresh:
        return Response(body, headers=headers)
    size = len(body)
    start = max(0, size - int(found["length"])) if found["length"] else int(found["first"])
    if start >= size:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    end = min(size, int(found["last"] or size) + 1)
    place = {"content-range": f"bytes {start}-{end - 1}/{size}"}
    return Response(body[start:end], 206, {**headers, **place})


def _parsed(asked: str) -> re.Match[str] | None:
    found = _RANGE.fullmatch(asked)
    if found and found["last"] and int(found["last"]) < int(found["first"]):
        return None
    return found
