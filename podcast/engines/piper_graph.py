"""A Piper voice as downloaded → one whose noise is given to it and whose durations are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.engines.library import RAW, Model, digest_of, listed, write_card
from podcast.engines.piper import VOICE
from podcast.errors import UserError

if TYPE_CHECKING:
    import onnx

CONVERTER = 1
HOP = 256
DRAWN = "RandomNormalLike"
PAD, BEGIN, END = "_", "^", "$"


def convert(name: str, folder: Path, vocoder: str = "") -> Model:
    """Make a voice's two files ready to be spoken from; raises UserError."""
    raw = folder / RAW
    graph = next(iter(sorted(raw.glob("*.onnx"))), None)
    config = next(iter(sorted(raw.glob("*.onnx.json"))), None)
    if graph is None or config is None:
        raise UserError("a Piper voice is two files, NAME.onnx and NAME.onnx.json", str(raw),
                        "Put both there.")
    try:
        card = json.loads(config.read_text(encoding="utf-8"))
        details = _details(card)
        rate_hz = int(card["audio"]["sample_rate"])
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"not the configuration of a Piper voice: {error!r}", str(config),
                        "Download it again.") from error
    details |= _prepare(graph, folder / VOICE)
    files = listed(folder)
    model = Model(name, folder, "piper", rate_hz, f"{digest_of(files)}; converter {CONVERTER}",
                  files, details)
    write_card(model)
    return model


def _details(card: dict[str, Any]) -> dict[str, Any]:
    kind = card.get("phoneme_type", "espeak")
    if kind not in ("espeak", "text"):
        raise UserError(f"Piper voices of phoneme type '{kind}' are not for German", "",
                        "Choose another voice.")
    symbols, inference = card["phoneme_id_map"], card.get("inference", {})
    return {"symbols": symbols, "before": [*symbols[BEGIN], *symbols[PAD]],
            "between": symbols[PAD], "after": symbols[END],
            "espeak": card["espeak"]["voice"] if kind == "espeak" else "",
            "speakers": card.get("speaker_id_map") or {}, "hop": card.get("hop_length", HOP),
            "noise_scale": inference.get("noise_scale", 0.667),
            "length_scale": inference.get("length_scale", 1.0),
            "noise_scale_dp": inference.get("noise_w", 0.8)}


def _prepare(source: Path, target: Path) -> dict[str, Any]:
    """Give the graph inputs where it drew numbers, and an output where it rounds durations."""
    import onnx

    try:
        model = onnx.load(str(source))
    except Exception as error:  # onnx passes on protobuf's own errors, which have no common base
        raise UserError("not an ONNX model, or cut off", str(source), "Download it again.") \
            from error
    rounded = [node.output[0] for node in model.graph.node if node.op_type == "Ceil"]
    drawn = [node for node in model.graph.node if node.op_type == DRAWN]
    others = {node.op_type for node in model.graph.node if node.op_type.startswith("Random")}
    if len(rounded) != 1 or others - {DRAWN}:
        raise UserError("this is not a VITS as Piper exports it", str(source),
                        "Choose another voice.")
    noise = [f"noise_{number}" for number in range(len(drawn))]
    for name, node in zip(noise, drawn, strict=True):
        _give(model.graph, node, name)
    model.graph.output.append(onnx.helper.make_tensor_value_info(
        rounded[0], onnx.TensorProto.FLOAT, None))
    target.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(target))
    return {"noise": noise, "durations": rounded[0]}


def _give(graph: onnx.GraphProto, node: onnx.NodeProto, name: str) -> None:
    """Replace a node that draws by the first numbers of an input, in the same shape."""
    import onnx

    shape, count, first = f"{name}_shape", f"{name}_count", f"{name}_first"
    zero = onnx.helper.make_tensor(f"{name}_zero", onnx.TensorProto.INT64, [1], [0])
    graph.initializer.append(zero)
    made = [onnx.helper.make_node("Shape", [node.input[0]], [shape]),
            onnx.helper.make_node("ReduceProd", [shape], [count], keepdims=1),
            onnx.helper.make_node("Slice", [name, zero.name, count], [first]),
            onnx.helper.make_node("Reshape", [first, shape], [node.output[0]])]
    at = list(graph.node).index(node)
    graph.node.remove(node)
    for offset, one in enumerate(made):
        graph.node.insert(at + offset, one)
    graph.input.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [None]))
