import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { composeText } from "../../packages/cli/src/init/scaffold-texts.ts";
import { scaffoldTexts } from "../generate-scaffold.ts";
import { isFresh } from "../generated-file.ts";
import { houseProblems, schemaProblems, variablesOf } from "./compose-problems.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const compose = readFileSync(`${root}docker-compose.yml`, "utf8");
const environmentExample = readFileSync(`${root}.env.example`, "utf8");

interface Services {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const { services } = parse(compose) as Services;

describe.each([
  ["docker-compose.yml", compose],
  ["the compose file of a new project", composeText],
])("%s", (_name, text) => {
  test("is accepted by the compose specification's schema", () => {
    expect(schemaProblems(text)).toEqual([]);
  });

  test("pins versions, checks health, bounds resources, names volumes, holds no secret", () => {
    expect(houseProblems(text)).toEqual([]);
  });

  test("has every variable explained in .env.example", () => {
    const explained = new Set([...environmentExample.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name));
    for (const name of variablesOf(text).keys()) expect(explained, name).toContain(name);
  });
});

test("no variable of .env.example that must be set has a value there", () => {
  const required = [...variablesOf(compose)].filter(([, variable]) => variable.required).map(([name]) => name);
  const empty = [...environmentExample.matchAll(/^([A-Z_]+)=$/gm)].map(([, name]) => name);
  expect(required).toHaveLength(6);
  expect(empty).toEqual(expect.arrayContaining(required));
});

test("the documented ports, user and database", () => {
  const ports = Object.fromEntries(
    Object.entries(services).flatMap(([name, { ports: published }]) =>
      Array.isArray(published) ? [[name, Number(String(published[0]).split(":").at(-1))]] : [],
    ),
  );
  expect(ports).toEqual({
    mongodb: 27_017,
    redis: 6379,
    postgres: 5432,
    mlflow: 5000,
    prometheus: 9090,
    grafana: 3000,
  });
  expect(services["postgres"]?.["environment"]).toMatchObject({
    POSTGRES_USER: "mlpipeline_user",
    POSTGRES_DB: "mlpipeline_db",
  });
});

test("the servers of a new project are the same ones", async () => {
  const { scheduler: _own, ...servers } = services;
  const { mlops: _installed, ...scaffolded } = (parse(composeText) as Services).services;
  expect(scaffolded).toEqual(servers);
  expect(await isFresh(scaffoldTexts)).toBe(true);
});

test("scripts inside the file are bash", () => {
  const scripts = Object.values(services).flatMap(({ entrypoint, command }) =>
    JSON.stringify(entrypoint)?.startsWith('["bash"') ? (command as string[]) : [],
  );
  expect(scripts).toHaveLength(4);
  for (const script of scripts) {
    const { status, stderr } = spawnSync("bash", ["-n", "-c", script.replaceAll("$$", "$")], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }
});

describe("the checks find", () => {
  const changed = (from: string | RegExp, to: string): string => {
    const text = compose.replace(from, to);
    expect(text).not.toBe(compose);
    return text;
  };

  test("what the schema forbids", () => {
    expect(schemaProblems(changed("restart: unless-stopped", "restarts: never"))).not.toEqual([]);
    expect(schemaProblems(changed("interval: 10s", "interval: [10]"))).not.toEqual([]);
  });

  test.each([
    ["a tag that moves", "redis:7.4.2-bookworm", "redis:latest", "redis: redis:latest has no pinned version"],
    ["a tag that is absent", "mongo:7.0.16", "mongo", "mongodb: mongo has no pinned version"],
    [
      "a plain password",
      "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD in .env}",
      "hunter2",
      "postgres: POSTGRES_PASSWORD",
    ],
    [
      "a default password",
      "${REDIS_PASSWORD:?set REDIS_PASSWORD in .env}",
      "${REDIS_PASSWORD:-x}",
      "redis: REDISCLI_AUTH",
    ],
    ["a port that is open to all", "127.0.0.1:${REDIS_PORT:-6379}", "${REDIS_PORT:-6379}", "is open to other machines"],
    ["an unnamed volume", "redis-data:/data", "/data", "redis: /data is no named volume"],
    ["a service without health", / {4}healthcheck:\n.*redis-cli.*\n(?: {6}.*\n)+/, "", "redis: has no health"],
    ["a service without limits", /deploy: .*\n/, "\n", "mongodb: has no limit"],
  ])("%s", (_what, from, to, problem) => {
    expect(houseProblems(changed(from, to)).join("\n")).toContain(problem);
  });
});
