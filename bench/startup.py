"""How long `podcast --help` takes beside `python -c "import click"`, measured in turns."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
PODCAST = str(Path(sys.executable).with_name("podcast"))
COMMANDS = {
    'python -c "import click"': [sys.executable, "-c", "import click"],
    "podcast --help": [PODCAST, "--help"],
    "podcast --version": [PODCAST, "--version"],
}


def main() -> None:
    """Print a table of medians, and the ratio to the first row."""
    took: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            took[name].append(time.perf_counter() - begun)
    floor = statistics.median(took['python -c "import click"'])
    print(f"{'command':28}{'ms':>8}{'ratio':>8}")
    for name, seconds in took.items():
        middle = statistics.median(seconds)
        print(f"{name:28}{middle * 1000:8.0f}{middle / floor:8.2f}")


if __name__ == "__main__":
    main()
