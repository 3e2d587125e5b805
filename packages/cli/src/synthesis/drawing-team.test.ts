import { digestTable } from "@mlops/table";
import { drawChunk } from "@mlops/data-generation";
import { expect, test } from "vitest";

import type { GenerateValues } from "../options/generate-options.ts";
import { drawingTeam } from "./drawing-team.ts";
import { shapedSynthesizer } from "./shaped-synthesizer.ts";

const projectRoot = import.meta.dirname;
const taskOf = (options: Partial<GenerateValues>) => ({
  options: { condition: [], encoded: false, ...options } as GenerateValues,
  projectRoot,
  seed: 7,
});
const range = { start: 0, count: 50 };

test("a thread draws what this one would", async () => {
  const task = taskOf({ synthesizer: "loan-rules" });
  await using team = drawingTeam(2, task);
  const { synthesizer } = await shapedSynthesizer(task.options, projectRoot);
  expect(digestTable(await team.draw(range))).toBe(digestTable(drawChunk(synthesizer, 7, range)));
});

test("what fails in a thread keeps its code and its advice", async () => {
  await using team = drawingTeam(1, taskOf({ model: "/nowhere/model.json" }));
  await expect(team.draw(range)).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
    message: expect.stringContaining("/nowhere/model.json") as unknown,
  });
});

test("a thread that ends by itself fails what it was asked, and whatever it is asked then", async () => {
  const team = drawingTeam(1, taskOf({ synthesizer: "loan-rules" }));
  const asked = team.draw(range);
  asked.catch(() => undefined);
  await team[Symbol.asyncDispose]();
  await expect(asked).rejects.toMatchObject({ code: "INTERNAL_ERROR" });
  await expect(team.draw(range)).rejects.toMatchObject({ code: "INTERNAL_ERROR" });
});
