"""Article → Script: who says which paragraph, what is quoted, and what is left out and why."""

from podcast.interview.coverage import uncovered
from podcast.interview.drafting import Draft, Options, Paragraph, draft
from podcast.interview.turns import DOUBTFUL

__all__ = ["DOUBTFUL", "Draft", "Options", "Paragraph", "draft", "uncovered"]
