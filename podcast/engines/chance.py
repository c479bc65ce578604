"""Where a voice draws numbers, they come from what is said: the same sentence, the same draw."""

from __future__ import annotations

import json
from hashlib import sha256


def seed(*parts: object) -> int:
    """A number below 2⁶² from whatever distinguishes an utterance."""
    return int.from_bytes(sha256(json.dumps(parts).encode()).digest()[:8], "big") >> 2
