"""What can go wrong between two machines, in words."""

from __future__ import annotations

import ssl
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from socket import gaierror

AGAIN = "Publish again; what has arrived whole is not sent twice."
SPACE = ("the disk is full there", "Make room there and publish again.")
FORBIDDEN = ("writing or reading is not permitted there",
             "Ask for the rights, or choose another folder or user.")
_CHECK = "Check the address and your connection."
LOST = ("the connection broke off", AGAIN)


def network_fault(error: Exception, host: str) -> tuple[str, str]:
    """What happened and what to do next, for an OSError or the end of a connection."""
    for kinds, what, next_step in (
            (gaierror, f"no machine called {host} is found", _CHECK),
            (ConnectionRefusedError, "nobody answers there (the connection was refused)",
             "Check address and port, and whether the server runs."),
            (TimeoutError, "the server does not answer in time", f"{_CHECK} {AGAIN}"),
            (ssl.SSLCertVerificationError, "the server's certificate is not valid"
             f" ({getattr(error, 'verify_message', '')})", "If it was signed by an authority of"
             " your own, name its certificate in SSL_CERT_FILE."),
            ((ConnectionError, EOFError, ssl.SSLEOFError, ssl.SSLZeroReturnError), *LOST),
            (ssl.SSLError, f"encryption fails ({getattr(error, 'reason', '')})",
             "Check the port: TLS must be asked for there after the connection is made.")):
        if isinstance(error, kinds):
            return what, next_step
    return disk_fault(error) if isinstance(error, OSError) else LOST


def disk_fault(error: OSError) -> tuple[str, str]:
    """The same for what an operating system refuses."""
    if error.errno in (ENOSPC, EDQUOT):
        return SPACE
    if error.errno in (EACCES, EPERM, EROFS):
        return FORBIDDEN
    if isinstance(error, ConnectionError):
        return LOST
    return f"it failed ({error.strerror or error})", f"Mend that. {AGAIN}"
