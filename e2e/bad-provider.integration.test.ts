import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { kmaTable } from "../packages/data-generation/src/testing/kma-answer.ts";
import {
  answers,
  cutsOff,
  type Provider,
  providerServer,
} from "../packages/data-generation/src/testing/provider-server.ts";
import { answerOf, type ExpectedFailure } from "./answers.ts";
import { type CommandResult, mlops, temporaryFolder } from "./command.ts";
import { listRuns } from "./runs.ts";
import { filesHolding } from "./store-file.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let made = 0;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

describe.concurrent("the KMA's answers", () => {
  const key = "secret+of/the=KMA-4711";
  const at = "2024-01-31T15:30:00+09:00";
  const whole = kmaTable(new URLSearchParams({ tm1: "202401301500", tm2: "202401311500", stn: "108" }));
  const page = `<html><body>점검 중입니다. <a href="/again?k=${key}">다시</a></body></html>`;
  const refusal = JSON.stringify({ result: { status: 401, message: `authKey ${key} is invalid` } });

  test.each<[string, Provider, string, readonly (string | RegExp)[]]>([
    ["an error page with status 200", answers(page), "KMA_RESPONSE_UNEXPECTED", ["점검 중입니다"]],
    ["an error page with status 500", answers(page, 500), "HTTP_STATUS", ["500"]],
    ["a refused key", answers(refusal, 401), "KMA_KEY_REFUSED", ["key"]],
    ["half a response", answers(whole.slice(0, whole.length / 2)), "KMA_RESPONSE_TRUNCATED", ["#7777END"]],
    ["a cut connection", cutsOff(whole), "HTTP_TRUNCATED", ["127.0.0.1"]],
  ])("%s", async (_name, provider, code, names) => {
    await using server = await providerServer(provider);
    const home = `${folder.path}/home-${(made += 1)}`;
    const args = ["realtime", "--source", "kma", "--base-url", server.url, "--at", at, "--home", home, "--json", "-v"];
    const result = await mlops(args, { environment: { KMA_AUTH_KEY: key, LOG_LEVEL: "debug" } });
    expect(server.requests.length).toBeGreaterThan(0);
    expect(server.requests[0]?.query.get("authKey")).toBe(key);
    expectFailureOfRun(result, { exit: 6, code, names });
    expect(await listRuns(home)).toMatchObject([{ kind: "realtime", status: "failed" }]);
    expectNoTrace(key, home, result);
  });

  test("a whole one is used, and the key stays out of the state folder", async () => {
    await using server = await providerServer((response, query) => void response.end(kmaTable(query)));
    const home = `${folder.path}/home-${(made += 1)}`;
    const args = ["realtime", "--source", "kma", "--base-url", server.url, "--at", at, "--home", home, "--json"];
    const environment = { KMA_AUTH_KEY: key, LOG_LEVEL: "debug" };
    const result = await mlops(args, { environment });
    expect(answerOf(result)).toMatchObject({ source: "kma", observation: { station: "108" }, synthetic: false });
    expectNoTrace(key, home, result);
    expectNoTrace(key, home, await mlops(["config", "show", "--json", "--home", home], { environment }));
  });

  function expectNoTrace(secret: string, home: string, { stdout, stderr }: CommandResult): void {
    for (const spelling of [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ "": secret }).toString().slice(1),
    ]) {
      expect(stdout).not.toContain(spelling);
      expect(stderr).not.toContain(spelling);
      expect(filesHolding(home, spelling)).toEqual([]);
    }
  }

  /** With --verbose the stack is wanted: only the rest is asked for. */
  function expectFailureOfRun({ exitCode, stdout }: CommandResult, { exit, code, names }: ExpectedFailure): void {
    expect(exitCode, stdout).toBe(exit);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
    expect(error.code, stdout).toBe(code);
    for (const named of names) expect(error.message).toMatch(named);
    expect(error.hint).toMatch(/\S/);
  }
});
