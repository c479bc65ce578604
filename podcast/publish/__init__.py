"""From `output/` to where listeners are: only what differs, the feed last, nothing forgotten."""

from podcast.publish.fetch import Fetched, fetch
from podcast.publish.lacking import Step
from podcast.publish.sending import Sending, publish
from podcast.publish.withdraw import withdraw

__all__ = ["Fetched", "Sending", "Step", "fetch", "publish", "withdraw"]
