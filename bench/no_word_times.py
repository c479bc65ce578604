"""Imported by workers of a build that is to be measured without word times."""

from podcast import synthesis
from podcast.audio.align import Placed

synthesis.aligned = lambda said, voice, speech: Placed()
