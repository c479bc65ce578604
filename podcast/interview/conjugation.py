"""Forms of regular German verbs, made from their stems."""

from __future__ import annotations


def conjugated(stem: str, hard: tuple[str, ...], inseparable: tuple[str, ...]) -> tuple[str, ...]:
    """`sag` → sagt, sagte, sagten, sagen, sage, gesagt.

    `hard`: endings of stems that put an e before a t; `inseparable`: beginnings of verbs whose
    participle has no ge-.
    """
    link = "e" if stem.endswith(hard) else ""
    ending = "n" if stem.endswith(("er", "el")) and not stem.endswith("ier") else "en"
    plain = stem.endswith("ier") or stem.startswith(inseparable)
    participle = f"{stem}{link}t" if plain else f"ge{stem}{link}t"
    return (f"{stem}{link}t", f"{stem}{link}te", f"{stem}{link}ten", stem + ending, f"{stem}e",
            participle)
