import type { Workflow } from "@mlops/engine";

import type { WeatherPorts } from "../weather/weather-ports.ts";
import { collectWorkflow } from "./collect.ts";
import { realtimeWorkflow } from "./realtime.ts";
import { trainForecastWorkflow } from "./train-forecast.ts";
import { trainTableWorkflow } from "./train-table.ts";

/** The workflow of a run, by the name that its journal holds: what a run that was interrupted is resumed with. */
export function workflowNamed(name: string, ports: WeatherPorts): Workflow | undefined {
  const workflows: Workflow[] = [
    collectWorkflow(ports),
    realtimeWorkflow(ports),
    trainForecastWorkflow(ports),
    trainTableWorkflow(ports),
  ];
  return workflows.find((workflow) => workflow.name === name);
}
