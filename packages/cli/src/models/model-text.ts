import type { JsonValue } from "@mlops/core";
import type { AliasMove, ModelVersion } from "@mlops/store";

import type { Style } from "../render/style.ts";
import { renderFields, renderTable } from "../render/table.ts";
import { instantText, metricsText } from "../runs/run-text.ts";
import { versionUri } from "./model-fields.ts";
import { renderScores } from "./score-table.ts";

export interface ShownModel {
  readonly version: ModelVersion;
  /** All versions of the name, newest first. */
  readonly versions: readonly ModelVersion[];
  readonly aliases: Readonly<Record<string, number>>;
  readonly history: readonly AliasMove[];
}

/** A model version for people; the whole signature is in `--json`. */
export function modelText({ version, versions, aliases, history }: ShownModel, style: Style): string {
  const { digest, runId, recordedAt, trainedThrough, metrics, baselines, reasons } = version;
  const before = beforeText(version.signature["before"]);
  return [
    renderFields(
      [
        ["model", versionUri(version)],
        ["aliases", aliasesOf(version, aliases)],
        ["digest", digest],
        ["run", runId],
        ["registered", instantText(recordedAt)],
        ["trained through", trainedThrough === undefined ? null : instantText(trainedThrough)],
        ["inputs", columnsText(version.signature["inputs"])],
        ...(before === null ? [] : [["before the file", before] as const]),
        ["outputs", columnsText(version.signature["outputs"])],
        ["reasons", (reasons ?? []).join(", ") || null],
      ],
      style,
    ),
    version.attributes?.["kind"] === "table"
      ? renderScores("ON THE TEST PART", metrics, baselines ?? {}, "", style)
      : renderScores("ON THE LAST PART", metrics, baselines ?? {}, "points", style),
    renderTable(
      ["VERSION", "ALIASES", "REGISTERED", "TRAINED THROUGH", "METRICS"],
      versions.map((each) => [
        each.version,
        aliasesOf(each, aliases),
        instantText(each.recordedAt),
        each.trainedThrough === undefined ? null : instantText(each.trainedThrough),
        metricsText(each.metrics),
      ]),
      style,
    ),
    ...(history.length === 0 ? [] : [historyTable(history, style)]),
  ].join("\n\n");
}

/** Where the ONNX file does not begin at the raw columns: the steps that run before it. */
function beforeText(before: JsonValue | undefined): string | null {
  if (typeof before !== "object" || before === null || Array.isArray(before)) return null;
  const { steps } = before as { readonly steps?: JsonValue };
  if (!Array.isArray(steps)) return null;
  return `${steps.join(", ")}, in TypeScript; the file takes ${columnsText((before as { readonly inputs?: JsonValue }).inputs) ?? "nothing"}`;
}

function historyTable(history: readonly AliasMove[], style: Style): string {
  return renderTable(
    ["ALIAS", "FROM", "TO", "AT", "WHY"],
    history.map(({ alias, previous, version, at, reason }) => [
      `@${alias}`,
      previous,
      version,
      instantText(at),
      reason,
    ]),
    style,
  );
}

function aliasesOf({ version }: ModelVersion, aliases: ShownModel["aliases"]): string | null {
  const own = Object.entries(aliases).flatMap(([alias, number]) => (number === version ? [`@${alias}`] : []));
  return own.join(", ") || null;
}

/** `81 of type double`, or the columns by name where they are few. */
function columnsText(columns: JsonValue | undefined): string | null {
  if (!Array.isArray(columns)) return null;
  const named = columns.map(({ name, type, unit }: Readonly<Record<string, string | undefined>>) =>
    [name, type, unit === undefined ? undefined : `(${unit})`].filter((part) => part !== undefined).join(" "),
  );
  if (named.length <= 4) return named.join(", ") || null;
  const types = new Set(columns.map(({ type }: Readonly<Record<string, string | undefined>>) => type));
  return `${named.length} of type ${[...types].join(", ")}; named in --json`;
}
