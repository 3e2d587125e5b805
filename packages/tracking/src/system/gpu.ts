import { execFile } from "node:child_process";

const FIELDS = [
  "index",
  "utilization.gpu",
  "utilization.memory",
  "memory.used",
  "memory.total",
  "temperature.gpu",
  "power.draw",
  "power.limit",
] as const;
const ANSWER_WITHIN_MS = 5_000;

/** Asks `nvidia-smi`; null where it does not answer. Names as W&B shows them. */
export function askGpus(answered: (metrics: Readonly<Record<string, number>> | null) => void): void {
  const args = [`--query-gpu=${FIELDS.join(",")}`, "--format=csv,noheader,nounits"];
  execFile("nvidia-smi", args, { timeout: ANSWER_WITHIN_MS }, (error, stdout) => {
    answered(error ? null : gpuMetrics(stdout));
  });
}

/** @param csv one line for each device, fields in the order above; a field that a device does not have is `[N/A]` */
export function gpuMetrics(csv: string): Record<string, number> {
  const metrics: Record<string, number> = {};
  for (const line of csv.split("\n")) {
    const [index, gpu, memory, used, total, temperature, power, limit] = line.split(",").map(numberOf);
    if (index === undefined || Number.isNaN(index)) continue;
    const named: Record<string, number | undefined> = {
      gpu,
      memory,
      memoryAllocated: share(used, total),
      memoryAllocatedBytes: used === undefined ? undefined : used * 1024 * 1024,
      temp: temperature,
      powerWatts: power,
      powerPercent: share(power, limit),
    };
    for (const [name, value] of Object.entries(named)) {
      if (value !== undefined && Number.isFinite(value)) metrics[`gpu.${index}.${name}`] = value;
    }
  }
  return metrics;
}

function numberOf(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}

function share(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || !(whole > 0) ? undefined : (100 * part) / whole;
}
