"""PyTorch's side of bench/neural-quality.ts: trains the TabTransformer of neural.py on matrices that the other side made,
and answers the test part's scores. One request per line, one answer per line."""

import json
import sys

import numpy as np
import torch
from torch import nn

from neural import TabTransformer


def matrix(task, name, columns, kind):
    return torch.from_numpy(np.array(task[name], dtype=kind).reshape(-1, columns))


def main():
    task = json.loads(sys.stdin.readline())
    torch.set_num_threads(1)
    categories, numeric = task["categories"], task["numeric"]
    parts = {}
    for part in ("train", "test"):
        given = task[part]
        parts[part] = (
            matrix(given, "codes", max(1, len(categories)), np.int64) if categories else None,
            matrix(given, "numeric", numeric, np.float32),
            torch.tensor(given["classes"]),
        )
    print(json.dumps({"ready": torch.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        torch.manual_seed(request["seed"])
        model = TabTransformer(categories, numeric, 2)
        codes, numbers, classes = parts["train"]
        counts = torch.bincount(classes, minlength=2)
        loss_of = nn.CrossEntropyLoss(weight=len(classes) / (2 * counts.float()))
        optimiser = torch.optim.Adam(model.parameters(), lr=3e-4, fused=True)
        model.train()
        for _ in range(request["epochs"]):
            order = torch.randperm(len(classes))
            for start in range(0, len(classes), 32):
                take = order[start : start + 32]
                optimiser.zero_grad(set_to_none=True)
                loss_of(model(None if codes is None else codes[take], numbers[take]), classes[take]).backward()
                optimiser.step()
        model.eval()
        codes, numbers, _ = parts["test"]
        with torch.no_grad():
            scores = [
                torch.softmax(model(None if codes is None else codes[at : at + 512], numbers[at : at + 512]), 1)[:, 1]
                for at in range(0, len(numbers), 512)
            ]
        print(json.dumps({"scores": torch.cat(scores).tolist()}), flush=True)


main()
