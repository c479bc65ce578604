"""Sessions of onnxruntime: one model, so many threads, on the processor or a GPU."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.engines.base import EngineMissing

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, SessionOptions

    from podcast.settings import Device


def threads() -> int:
    """How many threads this worker may use: OMP_NUM_THREADS, as for every other library."""
    return max(1, int(os.environ.get("OMP_NUM_THREADS") or 1))


def providers(device: Device) -> list[str]:
    """Where a session runs; raises EngineMissing if a GPU is asked for and there is none."""
    import onnxruntime

    there = "CUDAExecutionProvider" in onnxruntime.get_available_providers()
    if device == "cuda" and not there:
        raise EngineMissing("onnxruntime finds no GPU here", "device = \"cuda\"",
                            "Install onnxruntime-gpu and NVIDIA's CUDA 12, or write"
                            ' device = "cpu".')
    wanted = ["CUDAExecutionProvider"] if there and device != "cpu" else []
    return [*wanted, "CPUExecutionProvider"]


def on_gpu(device: Device) -> bool:
    """Whether a session runs on a GPU; raises EngineMissing as `providers` does."""
    return device != "cpu" and "CUDAExecutionProvider" in providers(device)


def open_session(path: Path, device: Device, fused: bool = False) -> InferenceSession:
    """A session of a model file; the number of threads does not change what it computes.

    A file that `simplify` has `fused` already is taken as it is; its threads sleep as soon as they
    have nothing to do, for such short steps come while another session is being opened.
    """
    import onnxruntime

    options = _options()
    if fused:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=providers(device))


def simplify(path: Path, fuse: bool = False) -> None:
    """Fold a traced graph's constants, once and for every machine, and put its weights beside it.

    It opens four times as fast: weights in a file of their own are mapped, not copied. With
    `fuse`, several small steps also become one; a GPU leaves those to the processor.
    """
    import onnxruntime

    beside = path.with_name(f"{path.name}.part")
    options, levels = _options(), onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = \
        levels.ORT_ENABLE_EXTENDED if fuse else levels.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(beside)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name",
                                     f"{path.stem}.weights")
    onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    beside.replace(path)


def _options() -> SessionOptions:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return options
