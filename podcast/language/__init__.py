"""From written to spoken language: code knows the operations, `de.toml` knows German."""

from podcast.language.frame import announcement, corrected, disclosure, displayed_date
from podcast.language.lexicon import Lexicon, load_lexicon
from podcast.language.loading import load_language
from podcast.language.reading import Override, read, silent_signs
from podcast.language.sentences import split_sentences
from podcast.language.tables import Language

__all__ = ["Language", "Lexicon", "Override", "announcement", "corrected", "disclosure",
           "displayed_date", "load_language", "load_lexicon", "read", "silent_signs",
           "split_sentences"]
