"""Forms of regular German verbs, made from their stems."""

from __future__ import annotations

_INSEPARABLE = ("be", "ver", "er", "ent", "ge", "zer", "wider", "wieder", "über", "unter", "miss",
                "prophezei", "offenbar")
_HARD = ("t", "d", "chn", "ffn", "tm", "gn")


def conjugated(stem: str) -> tuple[str, ...]:
    """`sag` → sagt, sagte, sagten, sagen, sage, gesagt."""
    link = "e" if stem.endswith(_HARD) else ""
    ending = "n" if stem.endswith(("er", "el")) and not stem.endswith("ier") else "en"
    plain = stem.endswith("ier") or stem.startswith(_INSEPARABLE)
    participle = f"{stem}{link}t" if plain else f"ge{stem}{link}t"
    return (f"{stem}{link}t", f"{stem}{link}te", f"{stem}{link}ten", stem + ending, f"{stem}e",
            participle)
