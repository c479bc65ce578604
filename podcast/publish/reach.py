"""Are the files found where the feed says? Asked once after publishing, by HEAD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from podcast.editions.address import file_address
from podcast.feed import FEED_FILE, base_address
from podcast.publish.sending import Sending
from podcast.settings import Settings

if TYPE_CHECKING:
    from urllib3 import PoolManager

PATIENCE_S = 5.0
MOST = 20
"""So many of the newly sent files are asked for."""


def unreachable(settings: Settings, sent: Sending) -> Iterator[str]:
    """A line for the feed, or for sent files, that are not found at their addresses, or not whole.

    If the feed itself cannot be reached nothing else is asked for.
    """
    from urllib3 import PoolManager, Retry, Timeout

    wanted = {FEED_FILE: 0} | {one.path: one.size_bytes for one in sent.steps[:MOST]}
    with PoolManager(timeout=Timeout(PATIENCE_S), retries=Retry(2, connect=0, read=0)) as pool:
        for path, size_bytes in wanted.items():
            fault = _fault(pool, file_address(base_address(settings), path), size_bytes)
            if fault:
                yield fault
            if fault and path == FEED_FILE:
                return


def _fault(pool: PoolManager, address: str, size_bytes: int) -> str:
    from urllib3.exceptions import HTTPError

    try:
        answer = pool.request("HEAD", address)
    except HTTPError:
        return f"{address} cannot be reached from here: is base_url where the target is served?"
    length = answer.headers.get("Content-Length", "")
    if answer.status != 200:
        return f"{address} answers {answer.status}: is base_url where the target is served?"
    if size_bytes and length.isdigit() and int(length) != size_bytes:
        return f"{address} has {length} bytes instead of {size_bytes}: an old copy in a cache?"
    return ""
