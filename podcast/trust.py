"""Whose word for a server's identity is taken."""

from __future__ import annotations

import ssl


def trust() -> ssl.SSLContext:
    """This machine's certificates (or those of SSL_CERT_FILE) and Mozilla's."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
