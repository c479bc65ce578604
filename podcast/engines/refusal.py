"""Why a download did not come, in one line."""

from __future__ import annotations

import errno


class Refused(Exception):
    """A download that did not come; the message is one line for people."""

    @classmethod
    def of(cls, error: BaseException) -> Refused:
        """The line for a network's or disk's own error."""
        found: BaseException | None = error
        while found is not None:
            if isinstance(found, OSError) and found.errno in (errno.ENOSPC, errno.EDQUOT):
                return cls("the disk is full")
            found = found.__cause__ or found.__context__
        if isinstance(error, PermissionError):
            return cls(f"{error.filename} cannot be written")
        return cls(f"there is no network, or the server refused ({type(error).__name__})")
