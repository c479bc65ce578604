"""The one error people see: what happened, where, and what to do next."""

from __future__ import annotations


class UserError(Exception):
    """A failure the user can act on; survives pickling, so it may cross processes.

    `what` says what happened, `where` names the place (`scripts/a.md:14`, may be empty) and
    `next_step` says what to do next and lists the valid choices (may be empty).
    """

    exit_code = 1

    def __init__(self, what: str, where: str = "", next_step: str = "") -> None:
        super().__init__(what, where, next_step)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.next_step}" if self.next_step else ""
        return f"{place}{self.what}{_stop(self.what)}{advice}"


class PartialFailure(UserError):
    """Some sentences or episodes failed; everything else was done."""

    exit_code = 3


def _stop(text: str) -> str:
    return "" if text.endswith((".", "!", "?", ":")) else "."
