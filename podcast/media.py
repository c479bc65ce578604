"""Ending of a file's name → media type, as web servers tell it to apps and browsers."""

from __future__ import annotations

MEDIA_TYPES = {
    ".chapters.json": "application/json+chapters",
    ".css": "text/css; charset=utf-8",
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".smil": "application/smil+xml",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
    ".xml": "application/rss+xml; charset=utf-8",
    ".zip": "application/zip",
}
"""What the system's own table says differs from machine to machine."""
UNKNOWN = "application/octet-stream"


def media_type(name: str) -> str:
    """The type of the longest ending that is known; `UNKNOWN` if none is."""
    endings = name.lower().split(".")[1:]
    known = (MEDIA_TYPES.get("." + ".".join(endings[start:])) for start in range(len(endings)))
    return next((one for one in known if one), UNKNOWN)
