"""The official client's part of bench/tracking.ts: cost of run.log, and bytes of its log."""
import json
import os
import sys
import time

rows, folder = int(sys.argv[1]), sys.argv[2]
os.environ.update(WANDB_SILENT="true", WANDB_MODE="offline")
import wandb  # noqa: E402

settings = wandb.Settings(x_disable_meta=True, x_disable_stats=True, console="off")
run = wandb.init(project="bench", dir=folder, settings=settings)
costs = []
began = time.perf_counter()
for number in range(rows):
    row = {"loss": 1 / (number + 1), "accuracy": number / rows, "lr": 0.001}
    start = time.perf_counter_ns()
    run.log(row)
    costs.append(time.perf_counter_ns() - start)
logged = time.perf_counter() - began
directory = os.path.dirname(run.dir)
run.finish()
wandb.teardown()
finished = time.perf_counter() - began
costs.sort()
log = next(os.path.join(directory, name) for name in os.listdir(directory) if name.endswith(".wandb"))
print(json.dumps({
    "p50": costs[len(costs) // 2] / 1000, "p99": costs[int(len(costs) * 0.99)] / 1000, "max": costs[-1] / 1000,
    "seconds": logged, "finished": finished, "bytes": os.path.getsize(log),
}))
