"""Makes the int8 variant of the embedded model: MatMul weights of the decoder and of the vision encoder.

    python quantize_int8.py ../src/main/resources/dev/zoetrope/backend/tiny

Dynamic quantisation: weights are stored in 7 of 8 bits for each output channel, activations are quantised while it runs.
Seven bits, because the AVX2 kernels of machines without VNNI add two 8-bit products in 16 bits and would clip.
Run with the versions of requirements.txt: the same versions make the same bytes.
"""
import pathlib
import sys
import tempfile

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic


def quantize(source: pathlib.Path, target: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw = pathlib.Path(folder) / target.name
        quantize_dynamic(
            source,
            raw,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        model = onnx.load(raw)
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString(deterministic=True))
    print(target.name, target.stat().st_size)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for name in ("vision_encoder", "decoder_model_merged"):
        quantize(folder / f"{name}.onnx", folder / f"{name}_int8.onnx")
