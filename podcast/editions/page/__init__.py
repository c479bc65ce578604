"""The page on which an episode is heard and read, and the small player for an article's own."""
