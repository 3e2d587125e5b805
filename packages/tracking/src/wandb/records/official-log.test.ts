import { closeSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { parseWandbJson } from "../../entries/spool-json.ts";
import { logReader } from "../log/log-reader.ts";
import { decodeRecord, encodeRecord, type WandbRecord } from "./record.ts";

const golden = (name: string): string =>
  fileURLToPath(new URL(`../../../../../fixtures/golden/wandb/${name}`, import.meta.url));

type Fields = Readonly<Record<string, unknown>>;
const theirs = JSON.parse(readFileSync(golden("official.json"), "utf8")) as readonly Fields[];

function ours(): WandbRecord[] {
  const fd = openSync(golden("official.wandb"), "r");
  const reader = logReader(fd);
  const records: WandbRecord[] = [];
  for (let item = reader.next(); item; item = reader.next()) {
    if (item.kind === "damage") throw new Error(`${item.offset}: ${item.reason}`);
    records.push(decodeRecord(item.bytes));
  }
  closeSync(fd);
  expect(reader.incomplete).toBe(false);
  return records;
}

const renamed: Readonly<Record<string, string>> = {
  number: "num",
  output: "output_raw",
  waitMs: "wait_duration",
  reference: "ref",
};

/** Field names of W&B's schema for ours; a tri-state "false" of theirs is an absent field of ours. */
function inTheirNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inTheirNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      renamed[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      inTheirNames(item),
    ]),
  );
}

describe("a log that the official client wrote", () => {
  test("is read record by record like its own schema reads it", () => {
    const records = ours();
    expect(records).toHaveLength(theirs.length);
    for (const [index, record] of records.entries()) {
      expect(theirs[index]).toMatchObject(inTheirNames(record) as Fields);
    }
  });

  test("holds every kind that this product writes", () => {
    const kinds = new Set(ours().flatMap((record) => Object.keys(record)));
    for (const kind of [
      "header",
      "run",
      "metric",
      "history",
      "summary",
      "artifact",
      "files",
      "alert",
      "output",
      "exit",
    ]) {
      expect(kinds).toContain(kind);
    }
  });

  test("gives its rows, NaN and Infinity included", () => {
    const rows = ours().flatMap(({ history }) =>
      history
        ? [
            Object.fromEntries(
              (history.item ?? []).map(({ nestedKey, valueJson }) => [
                nestedKey?.join("."),
                parseWandbJson(valueJson ?? ""),
              ]),
            ),
          ]
        : [],
    );
    expect(rows[1]).toMatchObject({
      loss: 0.5,
      epoch: 1,
      "val/acc": NaN,
      inf: Infinity,
      flag: true,
      s: "텍스트",
      _step: 1,
    });
    expect(rows).toHaveLength(43);
  });
});

test("records survive writing and reading", () => {
  for (const record of ours()) expect(decodeRecord(encodeRecord(record))).toEqual(record);
});
