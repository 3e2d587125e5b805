import type { TrackedPlot } from "@mlops/core";

const PANELS = { bar: "wandb/bar/v0", scatter: "wandb/scatter/v0", line: "wandb/line/v0" } as const;

/** The chart's own description in a run's configuration: W&B draws it from the table under `tableKey`. */
export function chartPanel({ shape, title, x, y }: TrackedPlot, tableKey: string): unknown {
  const fieldSettings = shape === "bar" ? { label: x, value: y } : { x, y };
  const named = (name: string) => ({ name, fields: [] });
  return {
    panel_type: "Vega2",
    panel_config: {
      panelDefId: PANELS[shape],
      fieldSettings,
      stringSettings: { title },
      transform: { name: "tableWithLeafColNames" },
      userQuery: {
        queryFields: [
          {
            name: "runSets",
            args: [{ name: "runSets", value: "${runSets}" }],
            fields: [
              named("id"),
              named("name"),
              named("_defaultColorIndex"),
              { name: "summaryTable", args: [{ name: "tableKey", value: tableKey }], fields: [] },
            ],
          },
        ],
      },
    },
  };
}
