"""Article → Script: who says which paragraph, what is quoted, and what is left out and why."""

from podcast.interview.coverage import uncovered
from podcast.interview.drafting import Draft, Options, Paragraph, draft

__all__ = ["Draft", "Options", "Paragraph", "draft", "uncovered"]
