"""The house stands: left never imports right, files stay short, start-up stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import podcast

ROOT = Path(podcast.__file__).parent
LAYERS = (
    {"errors", "words", "model", "findings", "registry", "settings", "store", "media", "trust"},
    {"language", "article", "engines", "table", "sources", "cast"},
    {"interview", "script", "plan", "utterances", "readings", "executor", "audio", "verify",
     "casting", "summary", "readiness"},
    {"synthesis", "sounds"},
    {"episode", "stock", "production", "editions", "feed", "front"},
    {"record", "history", "seal", "comparison", "published", "targets"},
    {"changes", "split", "merge", "show", "prune"},
    {"feeds", "directories"},
    {"build", "check"},
    {"making", "audition", "audition_cast", "installing", "recital", "pronunciation", "publish"},
    {"lan", "listing", "ranges", "readdressing", "serve"},
    {"watch"},
    {"cli", "__main__"},
)
HEAVY = {"numpy", "pydub", "soundfile", "soxr", "lameenc", "lxml", "feedgen", "mutagen", "PIL",
         "markdown_it", "yaml", "pebble", "rich", "starlette", "uvicorn", "unicode_rbnf",
         "spellchecker", "ttspico", "tomlkit", "emoji", "py3langid", "torch", "TTS", "onnx",
         "onnxruntime", "piper", "platformdirs", "requests", "transformers", "s3fs", "botocore",
         "asyncssh", "certifi", "segno", "imageio_ffmpeg"}
LONGEST_FILE = 350


def _layer(module: str) -> int:
    room = module.removeprefix("podcast").removeprefix(".").partition(".")[0]
    return next((level for level, rooms in enumerate(LAYERS) if room in rooms), -1)


def _imports(path: Path, *, top_level_only: bool) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = _running(tree) if top_level_only else ast.walk(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
            if node.module == "podcast":
                found |= {f"podcast.{alias.name}" for alias in node.names}
    return found - {"podcast"}


def _running(tree: ast.Module) -> list[ast.stmt]:
    """Statements that run on import: everything but functions' bodies and type-checking blocks."""
    return [node for node in tree.body
            if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))]


def _modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def test_left_never_imports_right() -> None:
    """A module imports only from its own layer and those to the left of it."""
    wrong = []
    for path in _modules():
        name = "podcast." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
        assert _layer(name) >= 0, f"{name} stands in no layer"
        wrong += [f"{name} imports {other}" for other in _imports(path, top_level_only=False)
                  if other.startswith("podcast.") and _layer(other) > _layer(name)]
    assert not wrong


LATE = {"serve.py", "ranges.py", "planar.py", "spline.py"}
"""Imported only by the command that serves, or to convert a model."""


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    """No module imports a heavy package when it is itself imported, but those that come late."""
    wrong = [f"{path.name} imports {name}" for path in _modules() if path.name not in LATE
             for name in _imports(path, top_level_only=True) if name.partition(".")[0] in HEAVY]
    assert not wrong


def test_help_imports_nothing_heavy() -> None:
    """`podcast --help` loads click and the command table, no command and no heavy package."""
    code = ("import sys; sys.argv = ['podcast', '--help']\n"
            "from podcast.cli import main\n"
            "try: main()\nexcept SystemExit: pass\n"
            "print(sorted(m for m in sys.modules if m.startswith('podcast.')), file=sys.stderr)\n"
            f"print(sorted(set(sys.modules) & {HEAVY!r}), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == ["['podcast.cli', 'podcast.errors']", "[]"]


def test_files_stay_short() -> None:
    """No source file is longer than a person reads in one sitting."""
    tests = Path(__file__).parent
    long = [path.name for path in [*_modules(), *tests.rglob("*.py")]
            if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE]
    assert not long
