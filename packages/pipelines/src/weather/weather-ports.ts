import type { WeatherSource } from "@mlops/core";

import type { TablePorts } from "../tabular/table-ports.ts";
import type { SourcePlan, WeatherPlan } from "./weather-plan.ts";

/** Which source a run uses, and what is less than it should be about that. */
export interface SourceChoice {
  readonly name: string;
  /** Kebab-case reason codes, such as `synthetic-observations`. */
  readonly reasons: readonly string[];
}

/** What the weather flows need from outside; the composition root hands it in. */
export interface WeatherPorts extends TablePorts {
  /** Absolute: paths of model files are relative to it. */
  readonly folder: string;
  /** Resolves `auto`; a named source is itself. @throws MlopsError SOURCE_UNAVAILABLE, SOURCE_UNKNOWN */
  chooseSource(plan: WeatherPlan, signal: AbortSignal): Promise<SourceChoice>;
  openSource(name: string, plan: SourcePlan): Promise<WeatherSource>;
}
