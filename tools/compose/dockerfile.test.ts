import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { ignoreRule } from "./build-locally.ts";
import { parseDockerfile, type Stage } from "./dockerfile.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (name: string): string => readFileSync(`${root}${name}`, "utf8");
const dockerfile = parseDockerfile(read("Dockerfile"));

function shipped(): Stage {
  const stage = dockerfile.stages.at(-1);
  if (stage === undefined) throw new Error("there is no stage");
  return stage;
}

function textsOf(keyword: string): string[] {
  return shipped()
    .instructions.filter((instruction) => instruction.keyword === keyword)
    .map(({ text }) => text);
}

test("the image stands on the pinned Node on Debian and the pinned pnpm", () => {
  const node = /^nodeVersion: (.+)$/m.exec(read("pnpm-workspace.yaml"))?.[1];
  expect(dockerfile.globalArguments.get("NODE_VERSION")).toBe(node);
  expect(dockerfile.stages.map(({ image }) => image)).toEqual([
    `node:${node}-bookworm-slim`,
    `node:${node}-bookworm-slim`,
  ]);
  const { engines } = JSON.parse(read("package.json")) as { engines: { pnpm: string } };
  expect(read("Dockerfile")).toContain(`ARG PNPM_VERSION=${engines.pnpm}\n`);
});

test("it runs as an ordinary user, keeps its state in a volume, and says how it is", () => {
  expect(textsOf("USER")).toEqual(["node"]);
  expect(textsOf("VOLUME")).toEqual(["/var/lib/mlops"]);
  expect(textsOf("ENV").join(" ")).toContain("MLOPS_HOME=/var/lib/mlops");
  expect(textsOf("HEALTHCHECK")).toHaveLength(1);
  expect(textsOf("LABEL").join(" ")).toContain('org.opencontainers.image.licenses="MIT"');
});

test("signals reach node: no shell stands before it", () => {
  for (const keyword of ["ENTRYPOINT", "CMD"]) {
    const words = textsOf(keyword).flatMap((text) => JSON.parse(text) as string[]);
    expect(words.length).toBeGreaterThan(0);
    expect(words).not.toContain("sh");
  }
});

test("the context holds sources and nothing of this machine", () => {
  const ignored = ignoreRule(read(".dockerignore").split("\n"));
  for (const path of [
    "package.json",
    "LICENSE",
    "packages",
    "packages/core/src/index.ts",
    "packages/cli/bin/mlops.js",
  ]) {
    expect(ignored(path), path).toBe(false);
  }
  for (const path of [
    ".env",
    ".git/config",
    ".mlops/store.db",
    "node_modules/x/y.js",
    "packages/core/node_modules/x",
    "packages/core/dist/index.js",
    "packages/core/src/index.test.ts",
    "packages/store/src/journal/fixtures/drill.ts",
  ]) {
    expect(ignored(path), path).toBe(true);
  }
});

test("lines go on, comments are skipped, flags and stages are told apart", () => {
  const { stages, globalArguments } = parseDockerfile(
    [
      "# first",
      "ARG V=1",
      "FROM a:${V} AS one",
      "RUN x \\",
      "# between",
      "  && y",
      "FROM b",
      'COPY --from=one --chown=u:g ["p", "q"]',
    ].join("\n"),
  );
  expect(globalArguments).toEqual(new Map([["V", "1"]]));
  expect(stages.map(({ image, name }) => [image, name])).toEqual([
    ["a:1", "one"],
    ["b", undefined],
  ]);
  expect(stages[0]?.instructions).toEqual([{ keyword: "RUN", text: "x   && y", flags: new Map(), line: 4 }]);
  expect(stages[1]?.instructions[0]?.flags).toEqual(
    new Map([
      ["from", "one"],
      ["chown", "u:g"],
    ]),
  );
  expect(() => parseDockerfile("FROM a\nnonsense")).toThrow("line 2");
  expect(() => parseDockerfile("RUN x")).toThrow("FROM");
});
