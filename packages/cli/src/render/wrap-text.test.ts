import fc from "fast-check";
import picocolors from "picocolors";
import { expect, test } from "vitest";

import { displayWidth } from "./display-width.ts";
import { hanging } from "./hanging.ts";
import { styleOf } from "./style.ts";
import { renderTable } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

const colours = picocolors.createColors(true);
const word = fc.string({ unit: fc.constantFrom("a", "서", ".", "é"), minLength: 1, maxLength: 30 });
const coloured = fc.tuple(word, fc.constantFrom("bold", "green", "dim", undefined));
const text = fc
  .array(coloured, { maxLength: 12 })
  .map((words) => words.map(([each, colour]) => (colour === undefined ? each : colours[colour](each))).join(" "));

test("wrapped lines fit, lose no character, and leave no colour open", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 60 }), (given, width) => {
      const lines = wrapText(given, width, { breakWords: true });
      for (const line of lines) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(hasOpenStyle(line)).toBe(false);
      }
      expect(plain(lines.join(""))).toBe(plain(given));
    }),
  );
});

test("without breaking words, each stays whole", () => {
  expect(wrapText("see /a/very/long/path.yaml here", 10, { breakWords: false })).toEqual([
    "see",
    "/a/very/long/path.yaml",
    "here",
  ]);
});

test("coloured cells wrap as plain ones do", () => {
  const rows = [["one", "succeeded", "a long sentence that has to be wrapped on a narrow terminal"]];
  const render = (colour: boolean): string =>
    renderTable(
      ["RUN", "STATUS", "WHAT"],
      rows.map(([run, status, what]) => [run, colour ? colours.green(status ?? "") : status, what]),
      styleOf({ isTerminal: true, columns: 44, colour, environment: {} }),
    );
  expect(render(true).split("\n").map(withoutColour)).toEqual(render(false).split("\n"));
});

test("a last column that does not fit stands under its row, and nothing of it is cut", () => {
  const rendered = renderTable(
    ["RUN", "STARTED", "METRICS"],
    [["r20131005120000abc123", "2013-10-05T12:00:00Z", "data_quality 80"]],
    styleOf({ isTerminal: true, columns: 50, colour: false, environment: {} }),
  );
  expect(rendered).toBe(
    [
      "RUN                    STARTED",
      "  METRICS",
      "r20131005120000abc123  2013-10-05T12:00:00Z",
      "  data_quality 80",
    ].join("\n"),
  );
});

test("hanging text stands under its first line", () => {
  const style = styleOf({ isTerminal: true, columns: 40, colour: false, environment: {} });
  expect(hanging("hint  ", "Choose a writable folder with --home or MLOPS_HOME.", style)).toBe(
    "hint  Choose a writable folder with\n      --home or MLOPS_HOME.",
  );
});

function withoutColour(line: string): string {
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  return line.replaceAll(/\u001B\[[0-9;]*m/g, "").trimEnd();
}

function plain(given: string): string {
  return withoutColour(given).replaceAll(" ", "");
}

function hasOpenStyle(line: string): boolean {
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  const codes = [...line.matchAll(/\u001B\[([0-9;]*)m/g)].map(([, code]) => code);
  const last = codes.findLastIndex((code) => code === "0");
  const rest = codes.slice(last + 1);
  return (
    rest.filter((code) => code !== "22" && code !== "39").length !==
    rest.filter((code) => /^(22|39)$/.test(code ?? "")).length
  );
}
