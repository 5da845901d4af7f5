"""Makes the int8 variant of the embedded model: MatMul weights of the decoder and of the vision encoder.

    python quantize_int8.py ../src/main/resources/dev/zoetrope/backend/tiny

Dynamic quantisation: weights are stored in 7 of 8 bits for each output channel, activations are quantised while it runs.
Seven bits, because the AVX2 kernels of machines without VNNI add two 8-bit products in 16 bits and would clip.
Run with the versions of requirements.txt: the same versions make the same bytes.
"""
import pathlib
import sys
import tempfile

import numpy as np
import onnx
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic


def widened(model: onnx.ModelProto) -> onnx.ModelProto:
    """Matrices that are stored in half precision and widened by a Cast become matrices in full precision: only those are quantised."""
    graph = model.graph
    halves = {each.name: each for each in graph.initializer if each.data_type == onnx.TensorProto.FLOAT16}
    casts = [node for node in graph.node if node.op_type == "Cast" and node.input[0] in halves]
    for cast in casts:
        wide = numpy_helper.to_array(halves[cast.input[0]]).astype(np.float32)
        graph.initializer.append(numpy_helper.from_array(wide, cast.output[0]))
        graph.node.remove(cast)
    used = {name for node in graph.node for name in node.input}
    for name, half in halves.items():
        if name not in used:
            graph.initializer.remove(half)
    return model


def narrowed(model: onnx.ModelProto) -> onnx.ModelProto:
    """What was not quantised goes back to half precision, as it was stored."""
    graph = model.graph
    for wide in [each for each in graph.initializer if each.data_type == onnx.TensorProto.FLOAT and np.prod(each.dims) >= 1024]:
        values = numpy_helper.to_array(wide)
        half = values.astype(np.float16)
        if not np.array_equal(half.astype(np.float32), values):
            continue
        name = wide.name
        graph.initializer.remove(wide)
        graph.initializer.append(numpy_helper.from_array(half, name + "_half"))
        graph.node.insert(0, onnx.helper.make_node("Cast", [name + "_half"], [name], to=onnx.TensorProto.FLOAT))
    return model


def quantize(source: pathlib.Path, target: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        wide, raw = (pathlib.Path(folder) / name for name in ("wide.onnx", target.name))
        onnx.save(widened(onnx.load(source)), wide)
        quantize_dynamic(
            wide,
            raw,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        model = narrowed(onnx.load(raw))
    for node in model.graph.node:
        # Nothing reads them, and the library's jar holds them.
        node.ClearField("name")
        node.ClearField("metadata_props")
    model.graph.ClearField("value_info")
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString(deterministic=True))
    print(target.name, target.stat().st_size)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for name in ("vision_encoder", "decoder_model_merged"):
        quantize(folder / f"{name}.onnx", folder / f"{name}_int8.onnx")
