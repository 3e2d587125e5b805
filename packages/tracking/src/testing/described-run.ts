import type { RunDescription, RunEnvironment } from "../entries/entry.ts";

export function describedRun(over: Partial<RunDescription> = {}): RunDescription {
  return {
    runId: "r20260101000000abc123",
    name: "realtime_pipeline_20260101_000000",
    jobType: "realtime_inference",
    tags: ["mlops", "station-108"],
    config: { horizon_hours: 1 },
    ...over,
  };
}

export const describedEnvironment: RunEnvironment = {
  os: "linux-6",
  node: "24.0.0",
  program: "mlops",
  args: ["realtime"],
  cpuCount: 2,
  memoryBytes: 1024,
};
