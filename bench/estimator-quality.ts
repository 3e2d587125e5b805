/**
 * What the estimators reach by the class paths of a library, beside that library on the same rows, over seeds. A difference is
 * ours minus theirs, paired by seed; its interval is Student's t over the seeds. A mean beyond the bound is OUTSIDE; one
 * within it whose interval reaches beyond is open: the seeds do not settle it. Seeds draw and split rows of the same table,
 * so that the interval speaks of such draws, not of other tables.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Feature, Target } from "../packages/core/src/index.ts";
import { studentCdf } from "../packages/data-generation/src/distributions/special/gamma.ts";
import { computeMetric, regressionMetric, scoreClassification } from "../packages/evaluation/src/index.ts";
import { fitResolved } from "../packages/models/src/estimator/fit-resolved.ts";
import { predictEstimator, resolveEstimator } from "../packages/models/src/index.ts";

const CONFIDENCE = 0.95;
const NAME_WIDTH = 80;

export interface Comparison {
  /** The environment variable that names Python, and what is to be installed for it. */
  readonly interpreter: string;
  readonly requirements: string;
  /** Of this folder; calls `run` of estimator_quality.py. */
  readonly script: string;
  /** Largest mean difference that counts as equal. */
  readonly bounds: { readonly auc: number; readonly r2: number };
}

interface PeerFit {
  readonly data: string;
  readonly seed: number;
  readonly classes: number | null;
  readonly columns: number;
  readonly rows: number;
  readonly testRows: number;
  readonly classPath: string;
  /** What the line is named by, and what both sides were given: the same, or the seed besides. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly given: Readonly<Record<string, unknown>>;
  /** Processor time of the fit. */
  readonly ms: number;
  readonly score: number;
}

interface PeerVersions {
  readonly versions: Readonly<Record<string, string>>;
}

interface Line {
  readonly bound: number;
  readonly theirs: number[];
  readonly ours: number[];
  readonly theirMs: number[];
  readonly ourMs: number[];
}

type Verdict = "" | "open" | "OUTSIDE, better" | "OUTSIDE, worse";

/** Arguments of the process: [SEEDS] [NAME=FILE.csv,TARGET …]. Prints the lines of a table of data when its seeds are done. */
export async function compareEstimators({ interpreter, requirements, script, bounds }: Comparison): Promise<void> {
  const python = process.env[interpreter];
  if (python === undefined) throw new Error(`${interpreter} names no interpreter; see ${requirements}`);
  const [seeds = "10", ...files] = process.argv.slice(2);
  const folder = await mkdtemp(join(tmpdir(), "mlops-quality-"));
  try {
    const verdicts: Verdict[] = [];
    let [data, lines] = ["", new Map<string, Line>()];
    const finishTable = (): void => {
      for (const [name, line] of lines) verdicts.push(sayLine(name, line));
      lines = new Map();
    };
    for await (const message of peerMessages(python, script, [folder, seeds, ...files])) {
      if ("versions" in message) {
        sayHead(message);
        continue;
      }
      if (message.data !== data) finishTable();
      data = message.data;
      const { score, ms } = await fitOwn(folder, message);
      const name = nameOf(message);
      const bound = message.classes === null ? bounds.r2 : bounds.auc;
      const line = lines.get(name) ?? { bound, theirs: [], ours: [], theirMs: [], ourMs: [] };
      line.theirs.push(message.score);
      line.ours.push(score);
      line.theirMs.push(message.ms);
      line.ourMs.push(ms);
      lines.set(name, line);
    }
    finishTable();
    const outside = verdicts.filter((verdict) => verdict.startsWith("OUTSIDE")).length;
    const open = verdicts.filter((verdict) => verdict === "open").length;
    say(
      `${verdicts.length} comparisons over ${seeds} seeds: ${outside} outside their bound (AUC ${bounds.auc}, R² ${bounds.r2}), ` +
        `${open} open, ${verdicts.length - outside - open} within it with their whole interval`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** First the versions of the libraries, then a message for each fit. */
async function* peerMessages(
  python: string,
  script: string,
  given: readonly string[],
): AsyncGenerator<PeerFit | PeerVersions> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const peer = spawn(python, ["-B", path, ...given], {
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", OMP_WAIT_POLICY: "passive" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve, reject) => peer.once("error", reject).once("close", resolve));
  try {
    for await (const line of createInterface(peer.stdout)) yield JSON.parse(line) as PeerFit | PeerVersions;
    const code = await ended;
    if (code !== 0) throw new Error(`${script} ended with ${code}`);
  } finally {
    peer.kill();
  }
}

async function fitOwn(folder: string, fit: PeerFit): Promise<{ score: number; ms: number }> {
  const part = async (name: string) => {
    const bytes = await readFile(join(folder, `${fit.data}-${fit.seed}.${name}`));
    return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
  const features = featuresOf(await part("x"), fit.columns, fit.rows);
  const target = targetOf(await part("y"), fit.classes);
  const resolved = await resolveEstimator(fit.classPath);
  const before = process.cpuUsage();
  const fitted = await fitResolved(resolved, { features, target }, fit.given);
  const { user, system } = process.cpuUsage(before);
  const prediction = await predictEstimator(
    resolved.estimator,
    fitted,
    featuresOf(await part("tx"), fit.columns, fit.testRows),
  );
  const truth = targetOf(await part("ty"), fit.classes);
  return { score: scoreOf(truth, prediction), ms: (user + system) / 1000 };
}

function featuresOf(data: Float64Array, columns: number, rows: number): Feature[] {
  return Array.from({ length: columns }, (_, index) => ({
    kind: "numeric",
    name: `x${index}`,
    values: data.slice(index * rows, (index + 1) * rows),
  }));
}

function targetOf(values: Float64Array, classes: number | null): Target {
  if (classes === null) return { kind: "values", values };
  return {
    kind: "classes",
    classes: Array.from({ length: classes }, (_, code) => code),
    codes: Int32Array.from(values),
  };
}

function scoreOf(truth: Target, prediction: Awaited<ReturnType<typeof predictEstimator>>): number {
  if (truth.kind === "values" && prediction.kind === "values") {
    return computeMetric(regressionMetric("r2"), truth.values, prediction.values).value ?? Number.NaN;
  }
  if (truth.kind === "values" || prediction.kind === "values") throw new TypeError("target and prediction differ");
  const { classes, codes } = truth;
  const rows = { classes: classes.map(String), truth: codes, probabilities: prediction.probabilities };
  if (classes.length === 2) return scoreClassification(rows, ["roc_auc"])["roc_auc"]?.value ?? Number.NaN;
  // One class against the others, as scikit-learn's multi_class="ovr" with average="macro".
  const each = classes.map((_, code) => {
    const own = prediction.probabilities[code] ?? new Float64Array();
    const binary = {
      classes: ["other", "own"],
      truth: codes.map((value) => Number(value === code)),
      probabilities: [own.map((value) => 1 - value), own],
    };
    return scoreClassification(binary, ["roc_auc"])["roc_auc"]?.value ?? Number.NaN;
  });
  return mean(each);
}

function nameOf({ data, classPath, parameters }: PeerFit): string {
  const given = Object.entries(parameters).map((pair) => pair.join("="));
  return [data.padEnd(14), classPath.replace("sklearn.", ""), ...given].join(" ");
}

function sayHead({ versions }: PeerVersions): void {
  const libraries = Object.entries(versions).map((pair) => pair.join(" "));
  say(libraries.join(", "));
  say(
    `${"data           class".padEnd(NAME_WIDTH)}  theirs    ours  ${`mean difference ± ${100 * CONFIDENCE} %`.padEnd(22)}  largest  their ms  our ms`,
  );
}

function sayLine(name: string, { bound, theirs, ours, theirMs, ourMs }: Line): Verdict {
  const differences = ours.map((value, index) => value - (theirs[index] ?? Number.NaN));
  const average = mean(differences);
  const half = halfInterval(differences);
  const verdict = verdictOf(average, half, bound);
  say(
    [
      name.padEnd(NAME_WIDTH),
      mean(theirs).toFixed(4),
      mean(ours).toFixed(4),
      `${average.toExponential(1)} ± ${half.toExponential(1)}`.padStart(22),
      Math.max(...differences.map(Math.abs))
        .toExponential(1)
        .padStart(7),
      median(theirMs).toFixed(1).padStart(8),
      median(ourMs).toFixed(1).padStart(6),
      verdict,
    ].join("  "),
  );
  return verdict;
}

function verdictOf(average: number, half: number, bound: number): Verdict {
  if (!(Math.abs(average) <= bound)) return average > 0 ? "OUTSIDE, better" : "OUTSIDE, worse";
  return Math.abs(average) + half <= bound ? "" : "open";
}

/** Half the width of Student's interval of the mean; NaN for one value. */
function halfInterval(values: readonly number[]): number {
  const average = mean(values);
  const degrees = values.length - 1;
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / degrees;
  return studentQuantile((1 + CONFIDENCE) / 2, degrees) * Math.sqrt(variance / values.length);
}

function studentQuantile(probability: number, degrees: number): number {
  if (degrees < 1) return Number.NaN;
  let [low, high] = [0, 1000];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return high;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function say(line: string): void {
  process.stdout.write(`${line.trimEnd()}\n`);
}
