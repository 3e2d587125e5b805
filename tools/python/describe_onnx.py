"""Prints an ONNX file as the official Python package reads it, as JSON: nodes with attributes, initializers, ports.

Usage: python describe_onnx.py MODEL
"""

import json
import sys

import onnx
from onnx import helper, numpy_helper


def plain(value):
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, onnx.TensorProto):
        return tensor(value)
    if isinstance(value, (list, tuple)) or type(value).__name__.startswith("Repeated"):
        return [plain(item) for item in value]
    return value


def tensor(value):
    array = numpy_helper.to_array(value)
    return {"type": onnx.TensorProto.DataType.Name(value.data_type).lower(), "dimensions": list(array.shape),
            "data": [plain(item) for item in array.ravel().tolist()]}


def port(value):
    kind = value.type.tensor_type
    shape = [entry.dim_param or entry.dim_value for entry in kind.shape.dim]
    return {"name": value.name, "type": onnx.TensorProto.DataType.Name(kind.elem_type).lower(), "shape": shape}


def main(path):
    model = onnx.load(path)
    graph = model.graph
    description = {
        "irVersion": model.ir_version,
        "opsets": {entry.domain: entry.version for entry in model.opset_import},
        "producer": {"name": model.producer_name, "version": model.producer_version},
        "metadata": {entry.key: entry.value for entry in model.metadata_props},
        "name": graph.name,
        "inputs": [port(value) for value in graph.input],
        "outputs": [port(value) for value in graph.output],
        "initializers": [{"name": value.name, "tensor": tensor(value)} for value in graph.initializer],
        "nodes": [
            {"name": node.name, "operator": node.op_type, "domain": node.domain, "inputs": list(node.input),
             "outputs": list(node.output),
             "attributes": {entry.name: plain(helper.get_attribute_value(entry)) for entry in node.attribute}}
            for node in graph.node
        ],
    }
    json.dump(description, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
