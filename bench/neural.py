"""PyTorch's side of bench/neural.ts: the same TabTransformer, trained by the same optimiser; one JSON line per request.

Made as fast as plain PyTorch is: one table for all categories, all numbers in one product, tensors indexed without a
DataLoader, fused Adam. {"steps": n} answers wall and CPU milliseconds of a step, {"memory": true} the peak in MiB.
"""

import json
import resource
import sys
import time

import torch
from torch import nn


class TabTransformer(nn.Module):
    def __init__(self, categories, numeric, outputs, width=32, heads=4, layers=6, feed_forward=64, dropout=0.3, head=128):
        super().__init__()
        sizes = torch.tensor([count + 1 for count in categories], dtype=torch.int64)
        self.register_buffer("offsets", torch.cumsum(sizes, 0) - sizes)
        self.table = nn.Embedding(int(sizes.sum()), width) if len(categories) else None
        self.weight = nn.Parameter(torch.empty(numeric, width).uniform_(-1, 1))
        self.bias = nn.Parameter(torch.empty(numeric, width).uniform_(-1, 1))
        layer = nn.TransformerEncoderLayer(width, heads, feed_forward, dropout, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        for each in self.encoder.layers:
            # TransformerEncoder copies one layer: all would begin alike.
            for name, parameter in each.named_parameters():
                if parameter.dim() == 2:
                    nn.init.xavier_uniform_(parameter) if "in_proj" in name else nn.init.kaiming_uniform_(parameter, a=5**0.5)
        self.head = nn.Sequential(nn.Linear(width, head), nn.ReLU(), nn.Dropout(dropout), nn.Linear(head, outputs))

    def forward(self, codes, numeric):
        parts = []
        if self.table is not None:
            parts.append(self.table(codes + self.offsets))
        parts.append(numeric[..., None] * self.weight + self.bias)
        return self.head(self.encoder(torch.cat(parts, dim=1)).mean(dim=1))


def main():
    task = json.loads(sys.stdin.readline())
    torch.manual_seed(0)
    torch.set_num_threads(task["threads"])
    rows, batch, categories, numeric = task["rows"], task["batch"], task["categories"], task["numeric"]
    codes = torch.stack([torch.randint(0, count + 1, (rows,)) for count in categories], dim=1)
    numbers, classes = torch.randn(rows, numeric), torch.randint(0, 2, (rows,))
    model = TabTransformer(categories, numeric, 2).train()
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-4, fused=True)
    loss_of = nn.CrossEntropyLoss(weight=torch.tensor([0.7, 1.3]))

    def steps(count):
        order = torch.randperm(rows)
        for step in range(count):
            take = order[(step * batch) % (rows - batch) :][:batch]
            optimiser.zero_grad(set_to_none=True)
            loss = loss_of(model(codes[take], numbers[take]), classes[take])
            loss.backward()
            optimiser.step()
        return loss.item()

    print(json.dumps({"ready": torch.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if "memory" in request:
            answer = {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
        else:
            wall, cpu = time.perf_counter(), time.process_time()
            loss = steps(request["steps"])
            count = request["steps"] / 1000
            answer = {"wall": (time.perf_counter() - wall) / count, "cpu": (time.process_time() - cpu) / count, "loss": loss}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
