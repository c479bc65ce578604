"""Emoji, by the names that Unicode gives them in the text's language."""

from __future__ import annotations

from collections.abc import Iterator

from podcast.language.context import Claim, Context, claim


def emojis(context: Context) -> Iterator[Claim]:
    """Each emoji by its name, between pauses; several alike in a row are said once."""
    import emoji

    code = context.language.code
    if code not in emoji.LANGUAGES:
        return
    before, end = "", 0
    for found in emoji.emoji_list(context.text):
        start, sign = found["match_start"], found["emoji"]
        repeated = sign == before and not context.text[end:start].strip()
        before, end = sign, found["match_end"]
        name = emoji.demojize(sign, language=code).strip(":").replace("_", " ")
        if name != sign:
            yield claim(start, end, "" if repeated else f", {name},")
