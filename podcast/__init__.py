"""Hörfassung: an audio edition of a written interview."""
