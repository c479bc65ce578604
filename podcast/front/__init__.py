"""The front page of a show: what it is, how to follow it, its episodes, and a search over them."""

from podcast.front.assets import FRONT_ASSETS
from podcast.front.page import FRONT_FILE, front_pages

__all__ = ["FRONT_ASSETS", "FRONT_FILE", "front_pages"]
