"""An episode's sentences for the search on the show's front page."""

from __future__ import annotations

import json

from podcast.editions.base import Context, Edition, has_text, write_publication
from podcast.editions.sentences import sentences
from podcast.media import media_type
from podcast.model import Episode, Publication

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class SearchEdition(Edition):
    """`episodes/<slug>/search.<hash>.js`: a script, for pages on a disk can load nothing else."""

    def publish(self, episode: Episode, context: Context) -> Publication | None:
        """Write one call with the slug and each sentence behind its second, unless the text is
        not to be published."""
        if not has_text(episode, context):
            return None
        slug = episode.script.slug
        said = [[round(one.cue.start_s, 2), one.text] for one in sentences(episode)]
        name = "search.{hash}.js"
        call = f"hoerfassung({_JSON.encode(slug)},{_JSON.encode(said)});\n"
        return write_publication(context.settings.output_dir, f"episodes/{slug}/{name}",
                                 media_type(name), [call.encode()])
