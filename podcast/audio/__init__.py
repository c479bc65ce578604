"""Sound: clips edited with pydub, loudness, measures, MP3 frames; samples are mono float32."""
