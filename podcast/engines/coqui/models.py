"""Getting Coqui's models: its own ModelManager downloads them, `convert` makes them ready."""

from __future__ import annotations

import json
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

from podcast.engines.library import RAW, Model
from podcast.engines.refusal import Refused

HUB = "https://huggingface.co/"


class CoquiModels:
    """Downloads with Coqui's ModelManager, and converts; runs in a process of its own."""

    @staticmethod
    def fetch(name: str, source: str, folder: Path) -> None:
        """Download a model to `folder`/files; raises Refused with the reason in one line.

        `source` is the address of a zip file, or of a repository on the Hugging Face hub; empty:
        wherever Coqui's own list says.
        """
        import zipfile

        import requests
        from TTS.utils.manage import ModelManager

        fetched = folder / "fetched"
        fetched.mkdir()
        zipfile.ZipFile = _contained()  # type: ignore[misc]  # this process does nothing else
        try:
            manager = ModelManager(_catalogue(name, source, fetched), fetched, progress_bar=True)
            weights, _, _ = manager.download_model(name)
        except KeyError as error:
            raise Refused(f"Coqui's list has no model {error}") from error
        except zipfile.BadZipFile as error:
            raise Refused("what came is no zip file, or only a part of one") from error
        except (requests.RequestException, OSError) as error:
            raise Refused.of(error) from error
        except ValueError as error:
            raise Refused(f"what came is no model ({str(error).strip(' [!]')})") from error
        shutil.copytree(weights if weights.is_dir() else weights.parent, folder / RAW)
        shutil.rmtree(fetched)

    @staticmethod
    def convert(name: str, folder: Path, vocoder: str) -> Model:
        """Make downloaded files ready to be spoken from; raises UserError."""
        from podcast.engines.coqui.convert import convert

        return convert(name, folder, vocoder)


def _contained() -> type[Any]:
    """Archives none of whose names leads out of the folder they are unpacked in.

    ModelManager deletes the folders that an archive names, wherever they are.
    """
    from zipfile import ZipFile

    class Contained(ZipFile):
        def __init__(self, *given: Any, **options: Any) -> None:
            super().__init__(*given, **options)
            for name in self.namelist():
                path = PurePosixPath(name.replace("\\", "/"))
                if path.is_absolute() or ".." in path.parts or not path.parts:
                    raise Refused(f"the archive reaches out of its folder: {name[:60]!r}")

    return Contained


def _catalogue(name: str, source: str, folder: Path) -> Path | None:
    """A list in Coqui's own form that holds one model, at the address the cast gives."""
    if not source:
        return None
    kind, language, dataset, model = name.split("/")
    place = {"repo_id": source.removeprefix(HUB)} if source.startswith(HUB) \
        else {"github_rls_url": source}
    path = folder / "models.json"
    path.write_text(json.dumps({kind: {language: {dataset: {model: place | {
        "model_name": name, "license": ""}}}}}), encoding="utf-8")
    return path
