"""Checks an ONNX file by the official checker and runs it by the Python ONNX Runtime.

Usage: python run_onnx.py MODEL COLUMNS [MODEL COLUMNS …]. COLUMNS is a JSON file {name: [value or null]}; every column is fed as the type
of its input: null is NaN in doubles, the least integer in int64, and None in texts, which the runtime passes on as the text "None". Prints JSON:
metadata, opset, and each output's values; of several models a list of these.
"""

import json
import sys

import numpy as np
import onnx
import onnxruntime


DTYPES = {"tensor(double)": np.float64, "tensor(int64)": np.int64, "tensor(bool)": np.bool_, "tensor(string)": object}


def feed(values, dtype):
    if dtype is np.int64:
        values = [np.iinfo(np.int64).min if value is None else value for value in values]
    return np.array(values, dtype=dtype)


def judge(model_path, columns_path):
    model = onnx.load(model_path)
    onnx.checker.check_model(model, full_check=True)
    with open(columns_path, encoding="utf-8") as file:
        columns = json.load(file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model_path, options, providers=["CPUExecutionProvider"])
    dtypes = {value.name: DTYPES[value.type] for value in session.get_inputs()}
    feeds = {name: feed(values, dtypes[name]) for name, values in columns.items()}
    names = [output.name for output in session.get_outputs()]
    results = session.run(names, feeds)
    return {
        "metadata": session.get_modelmeta().custom_metadata_map,
        "opsets": {entry.domain: entry.version for entry in model.opset_import},
        "outputs": {name: values.tolist() for name, values in zip(names, results)},
        "types": {name: str(values.dtype) for name, values in zip(names, results)},
    }


def main(*paths):
    answers = [judge(model, columns) for model, columns in zip(paths[::2], paths[1::2], strict=True)]
    json.dump(answers[0] if len(answers) == 1 else answers, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
