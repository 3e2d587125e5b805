import { expect, test } from "vitest";

import { readYaml } from "../yaml/yaml-document.ts";
import { upgradeDocument } from "./upgrade.ts";

const policy = {
  current: 3,
  newerCode: "CONFIG_VERSION_NEWER",
  upgrades: [
    { from: 2, renames: { "store.kind": "store.driver" } },
    { from: 1, renames: { storage: "store", absent: "elsewhere" } },
  ],
} as const;

test("an older document is upgraded step by step, with a notice, and keeps its positions", () => {
  const old = readYaml("schema_version: 1\nstorage:\n  kind: sqlite\n  path: x\n", "config/base.yaml");
  const { document, notices, problems } = upgradeDocument(old, policy);
  expect(problems).toEqual([]);
  expect(notices).toEqual(["config/base.yaml has schema_version 1 and was read as version 3."]);
  expect(document.value).toEqual({ schema_version: 3, store: { driver: "sqlite", path: "x" } });
  expect(document.position(["store", "driver"])).toEqual({ line: 3, column: 9 });
  expect(old.value).toEqual({ schema_version: 1, storage: { kind: "sqlite", path: "x" } });
});

test("the current version and a document without one are left as they are", () => {
  for (const text of ["schema_version: 3\nstore: {kind: x}\n", "store: {kind: x}\n"]) {
    const document = readYaml(text, "x.yaml");
    expect(upgradeDocument(document, policy)).toEqual({ document, notices: [], problems: [] });
  }
});

test("a newer version is refused with its place", () => {
  const { problems } = upgradeDocument(readYaml("a: 1\nschema_version: 4\n", "x.yaml"), policy);
  expect(problems).toMatchObject([{ code: "CONFIG_VERSION_NEWER", line: 2, column: 17 }]);
});
