// Step time and peak memory of training the TabTransformer, side by side with PyTorch in one run: each side is a process of
// its own, and their rounds alternate. MLOPS_PYTHON_TORCH names the interpreter of an environment with
// tools/python/bench/torch.txt. `node bench/neural.ts [tokens,…] [batch,…] [threads,…]`
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { randomKey, randomStream } from "../packages/core/src/index.ts";
import { crossEntropy } from "../packages/models/src/neural/losses/cross-entropy.ts";
import { slicedBatch } from "../packages/models/src/neural/network.ts";
import { tabTransformer } from "../packages/models/src/neural/networks/tab-transformer.ts";
import { initialParameters } from "../packages/models/src/neural/parameters.ts";
import { stepGraph } from "../packages/models/src/neural/training/step-graph.ts";
import { freshVectors, trainPhase, type TrainingPhase } from "../packages/models/src/neural/training/train-phase.ts";

interface Task {
  readonly tokens: number;
  readonly batch: number;
  readonly threads: number;
  readonly rows: number;
  readonly categories: readonly number[];
  readonly numeric: number;
  readonly masks: "fresh" | "pool";
}

interface Answer {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

const floors: Readonly<Record<number, readonly [number, number]>> = {
  23: [1.5, 2.5],
  142: [1.2, 2],
};
const ROUNDS = 5;
const ROUND_MS = 1500;

async function compare(): Promise<void> {
  const python = process.env["MLOPS_PYTHON_TORCH"];
  if (python === undefined) {
    throw new Error("MLOPS_PYTHON_TORCH names no interpreter: make an environment from tools/python/bench/torch.txt.");
  }
  const [tokens = [10, 23, 142], batches = [16, 32, 256], threads = [1, 2]] = process.argv
    .slice(2)
    .map((list) => list.split(",").map(Number));
  process.stdout.write(
    "tokens batch threads | PyTorch ms  fresh ms  pool ms | fresh ×  pool ×  CPU × | MiB PyTorch  fresh\n",
  );
  for (const count of tokens) {
    for (const thread of threads) for (const batch of batches) await compareOne(python, taskOf(count, batch, thread));
  }
}

/** About three in five columns are categories, most of few values, as in the loan table. */
function taskOf(tokens: number, batch: number, threads: number): Task {
  const count = Math.round(tokens * 0.585);
  const categories = Array.from({ length: count }, (_, index) => [4, 2, 2, 12, 2, 30, 2, 6][index % 8] ?? 2);
  return {
    tokens,
    batch,
    threads,
    rows: 4096,
    categories,
    numeric: tokens - count,
    masks: "fresh",
  };
}

async function compareOne(python: string, task: Task): Promise<void> {
  const script = fileURLToPath(import.meta.url);
  await using torch = await openSide(python, [script.replace(/\.ts$/, ".py")], task);
  await using fresh = await openSide(process.execPath, [script, "side"], task);
  await using pool = await openSide(process.execPath, [script, "side"], { ...task, masks: "pool" });
  const sides = [torch, fresh, pool];
  const times = sides.map((): Answer[] => []);
  const counts: number[] = [];
  for (const side of sides) {
    // The first steps are for allocations; their time says how many make a round.
    await side.ask({ steps: 3 });
    const { wall } = await side.ask({ steps: 3 });
    counts.push(Math.max(2, Math.round(ROUND_MS / wall)));
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, side] of sides.entries()) times[index]?.push(await side.ask({ steps: counts[index] }));
  }
  const [a, b, c] = times.map((answers) => Math.min(...answers.map(({ wall }) => wall)));
  const [cpuA, cpuB] = times.map((answers) => Math.min(...answers.map(({ cpu }) => cpu)));
  const memory = [await torch.ask({ memory: true }), await fresh.ask({ memory: true })].map((answer) => answer.memory);
  const ratio = (one = NaN, other = NaN): string => (one / other).toFixed(2);
  const [floor, aim] = task.batch === 32 && task.threads === 1 ? (floors[task.tokens] ?? []) : [];
  const reached = Number(ratio(a, b));
  const verdict =
    floor === undefined ? "" : `  ${reached >= floor ? "above" : "BELOW"} the floor of ${floor} ×, the aim is ${aim} ×`;
  const cell = (text: string | number = "", width = 8): string =>
    (typeof text === "number" ? text.toFixed(1) : text).padStart(width);
  process.stdout.write(
    `${cell(String(task.tokens), 6)} ${cell(String(task.batch), 5)} ${cell(String(task.threads), 7)} | ${cell(a, 10)}${cell(b, 10)}${cell(c, 9)} | ${cell(ratio(a, b), 7)}${cell(ratio(a, c))}${cell(ratio(cpuA, cpuB), 7)} | ${cell((memory[0] ?? 0).toFixed(0), 11)}${cell((memory[1] ?? 0).toFixed(0), 7)}${verdict}\n`,
  );
}

async function openSide(program: string, args: readonly string[], task: Task) {
  // These change the peer's arithmetic library on some machines; a benchmark goes without.
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...env } = process.env;
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${program} ended`);
    return JSON.parse(value) as Answer;
  };
  await ask(task);
  return { ask, [Symbol.asyncDispose]: async () => void child.kill() };
}

/** This product's side: trains on when asked, tells the time of a step. */
async function side(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown>> => {
    const { value, done } = await lines.next();
    if (done) process.exit();
    return JSON.parse(value) as Record<string, unknown>;
  };
  const answer = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  const phase = phaseOf((await next()) as unknown as Task);
  answer({ ready: true });
  /** Answers until steps are asked for. */
  const asked = async (done: number) => {
    for (;;) {
      const request = await next();
      if (!("memory" in request)) {
        return {
          until: done + Number(request["steps"]),
          done,
          wall: performance.now(),
          cpu: cpuMs(),
        };
      }
      answer({ memory: process.resourceUsage().maxRSS / 1024 });
    }
  };
  let begun = await asked(0);
  const state = freshVectors(initialParameters(network(phase.task).parameters, randomKey(1)));
  const start = { state, epoch: 0, step: 0, lossSum: 0, weightSum: 0 };
  for await (const event of trainPhase(phase.phase, start)) {
    if (event.kind === "epoch" || event.report.done < begun.until) continue;
    const count = event.report.done - begun.done;
    answer({ wall: (performance.now() - begun.wall) / count, cpu: (cpuMs() - begun.cpu) / count });
    begun = await asked(event.report.done);
  }
}

function phaseOf(task: Task): { readonly task: Task; readonly phase: TrainingPhase } {
  const { rows, categories, numeric, batch, threads, masks } = task;
  const random = randomStream(randomKey(0));
  const draw = (count: number, one: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => one(index));
  const width = categories.length;
  const target = { name: "classes", type: "int32", columns: null } as const;
  return {
    task,
    phase: {
      name: "training",
      threads,
      masks,
      step: stepGraph(
        network(task),
        target,
        slicedBatch(network(task), batch),
        (scope, inputs, { classes, weights }) => {
          if (!classes || !weights) throw new TypeError("a classification has classes");
          return crossEntropy(scope, network(task).forward(scope, inputs), classes, weights, 2);
        },
      ),
      data: {
        codes: Int32Array.from(draw(rows * width, (index) => random.integer((categories[index % width] ?? 0) + 1))),
        numeric: Float32Array.from(draw(rows * numeric, () => random.normal())),
        classes: Int32Array.from(draw(rows, () => random.integer(2))),
      },
      weights: Float64Array.from(draw(rows, () => 0.7 + 0.6 * random.integer(2))),
      epochs: 1_000_000,
      optimiser: {
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        decay: { kind: "l2", strength: 0 },
        clipNorm: null,
      },
      schedule: { kind: "constant", rate: 3e-4, warmupSteps: 0, every: 1, gamma: 1 },
      key: randomKey(2),
    },
  };
}

function network({ numeric, categories }: Task) {
  const columns = { numeric, hasMissing: false, categories };
  return tabTransformer(
    {
      kind: "tab-transformer",
      width: 32,
      heads: 4,
      layers: 6,
      feedForward: 64,
      dropout: 0.3,
      head: 128,
      projection: 128,
      outputs: 2,
    },
    columns,
  );
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

if (process.argv[2] === "side") await side();
else await compare();
