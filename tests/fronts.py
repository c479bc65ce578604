"""A show whose front page has something to list and to find."""

from __future__ import annotations

from pathlib import Path

from podcast.settings import Settings
from tests.shows import BODY, make_show, run_build_here, write_script

BASE = "https://example.org/pod/"
QUIET = "still"
"""The episode whose text is not published."""
STREET = '''
Kanalbote: Wie war der Weg?

Lange: Die Straße nach Mölln war weiß. Das Café öffnet um neun. Mueller kam zu Fuß.

Kanalbote: Und dann?

Lange: René schwieg. Dann läutete es zwölfmal, und alle Lampen gingen aus.
'''


def front_show(root: Path) -> Settings:
    """A built show with three episodes."""
    show = make_show(root, BODY, extra=f'base_url = "{BASE}"\n')
    for slug, title, day, more in (("strasse", "Die Straße nach Mölln", "2026-02-01", ""),
                                   (QUIET, "Die stille Folge", "2026-03-09", 'text: "none"\n')):
        path = write_script(root, STREET, slug)
        text = path.read_text(encoding="utf-8").replace("Die Lampen von Ruhrort", title)
        path.write_text(text.replace("2026-03-03T", f"{day}T").replace(
            'language: "de"\n', f'language: "de"\n{more}'), encoding="utf-8")
    run_build_here(show)
    return show
