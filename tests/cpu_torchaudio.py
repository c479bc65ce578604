"""Make torchaudio importable beside a PyTorch without CUDA; for development and CI only.

The wheels of torchaudio are linked against CUDA and refuse to load without it. Coqui's models use
none of their native parts, so these are removed where torch itself has no CUDA.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Remove torchaudio's native libraries if this torch cannot load them."""
    import torch

    spec = find_spec("torchaudio")
    if torch.version.cuda is not None or spec is None or not spec.origin:
        return
    for library in (Path(spec.origin).parent / "lib").glob("*.so"):
        library.unlink()


if __name__ == "__main__":
    main()
