"""Episodes → feed.xml: RSS 2.0 as podcast apps read it."""

from podcast.feed.audience import audience
from podcast.feed.item import FeedItem, episode_date, in_zone, is_due, moment, next_due
from podcast.feed.rss import ARCHIVES, FEED_FILE, feed_pages
from podcast.feed.show import base_address, is_uuid, require_feedable
from podcast.feed.text import LONGEST_DESCRIPTION, bytes_in_feed

__all__ = ["ARCHIVES", "FEED_FILE", "LONGEST_DESCRIPTION", "FeedItem", "audience",
           "base_address", "bytes_in_feed", "episode_date", "feed_pages", "in_zone", "is_due",
           "is_uuid", "moment", "next_due", "require_feedable"]
