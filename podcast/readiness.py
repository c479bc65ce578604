"""What a worker that speaks, aligns and encodes imports: named here, imported there."""

WORK = ("podcast.synthesis", "podcast.audio.loudness", "numpy", "soxr", "soundfile", "lameenc",
        "pydub")
