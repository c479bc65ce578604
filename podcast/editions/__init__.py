"""What is published of an episode: one file per kind of thing."""
