"""What can go wrong between two machines, in words."""

from __future__ import annotations

import ssl
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from socket import gaierror

AGAIN = "Publish again; what has arrived whole is not sent twice."
SPACE = ("the disk is full there", "Make room there and publish again.")
FORBIDDEN = ("writing or reading is not permitted there",
             "Ask for the rights, or choose another folder or user.")
LOST = ("the connection broke off", AGAIN)


def network_fault(error: Exception, host: str) -> tuple[str, str]:
    """What happened and what to do next, for an OSError or the end of a connection."""
    if isinstance(error, gaierror):
        return f"no machine called {host} is found", "Check the address and your connection."
    if isinstance(error, ConnectionRefusedError):
        return ("nobody answers there (the connection was refused)",
                "Check address and port, and whether the server runs.")
    if isinstance(error, TimeoutError):
        return "the server does not answer in time", f"Check address and port. {AGAIN}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (f"the server's certificate is not valid ({error.verify_message})",
                "If it was signed by an authority of your own, name its certificate in"
                " SSL_CERT_FILE.")
    if isinstance(error, OSError) and error.errno:
        return disk_fault(error)
    return LOST


def disk_fault(error: OSError) -> tuple[str, str]:
    """The same for what an operating system refuses."""
    if error.errno in (ENOSPC, EDQUOT):
        return SPACE
    if error.errno in (EACCES, EPERM, EROFS):
        return FORBIDDEN
    if isinstance(error, ConnectionError):
        return LOST
    return f"it failed ({error.strerror or error})", f"Mend that. {AGAIN}"
