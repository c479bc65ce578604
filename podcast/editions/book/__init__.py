"""The book of an episode: its text and its sound, one in time with the other."""
