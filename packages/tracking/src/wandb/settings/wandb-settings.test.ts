import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { forgetSecrets, redactText } from "@mlops/core";
import { afterEach, describe, expect, test } from "vitest";

import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { checkApiKey } from "./api-key.ts";
import { isNetrcOpen, netrcMachine, netrcPassword, storeNetrcPassword } from "./netrc.ts";
import { resolveWandb, type WandbRequest } from "./wandb-settings.ts";

afterEach(forgetSecrets);

const KEY = "a".repeat(40);

function request(over: Partial<WandbRequest> = {}): WandbRequest {
  return {
    use: "auto",
    project: undefined,
    entity: undefined,
    namesGiven: false,
    mode: undefined,
    apiKey: undefined,
    baseUrl: undefined,
    offline: false,
    environment: { HOME: temporaryFolder() },
    folder: temporaryFolder(),
    defaultProject: "mlops",
    ...over,
  };
}

const given = { value: KEY, source: "WANDB_API_KEY" };

describe("a run is tracked with W&B", () => {
  test.each<[string, Partial<WandbRequest>, "online" | "offline" | undefined]>([
    ["not, where nothing is said", {}, undefined],
    ["where it is asked for", { use: true }, "offline"],
    ["where there is a key", { apiKey: given }, "online"],
    ["where offline mode is set", { mode: "offline" }, "offline"],
    ["where a project is given", { project: "p", namesGiven: true }, "offline"],
    ["not, where only the recipe has a project", { project: "p" }, undefined],
    [
      "not, where it is switched off, whatever else is said",
      { use: false, apiKey: given, namesGiven: true },
      undefined,
    ],
    ["not, where the mode is disabled", { use: true, apiKey: given, mode: "disabled" }, undefined],
    ["offline, where no connection may leave the machine", { use: true, apiKey: given, offline: true }, "offline"],
    ["offline with a key, where the mode says so", { apiKey: given, mode: "offline" }, "offline"],
  ])("%s", (_, over, mode) => {
    expect(resolveWandb(request(over))?.mode).toBe(mode);
  });

  test("with a warning where online mode has no key", () => {
    expect(resolveWandb(request({ mode: "online", use: true }))?.warnings).toEqual([
      expect.stringContaining("mlops login"),
    ]);
  });

  test("by settings of W&B's own files where nothing stronger says otherwise", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "wandb"));
    writeFileSync(
      join(folder, "wandb", "settings"),
      "[default]\nentity = team\nproject = theirs\nbase_url = http://w.example/\n",
    );
    const settings = resolveWandb(request({ use: true, folder }));
    expect(settings).toMatchObject({ entity: "team", project: "theirs", baseUrl: "http://w.example" });
    expect(resolveWandb(request({ use: true, folder, project: "ours" }))).toMatchObject({ project: "ours" });
  });

  test("with the key of netrc, which no text shows any more", () => {
    const home = temporaryFolder();
    writeFileSync(
      join(home, ".netrc"),
      `machine other.example\n  password no\nmachine w.example:8080 login user password ${KEY}\n`,
    );
    const settings = resolveWandb(request({ environment: { HOME: home }, baseUrl: "http://w.example:8080" }));
    expect(settings).toMatchObject({ mode: "online", key: { value: KEY, source: join(home, ".netrc") } });
    expect(redactText(`key ${KEY}`)).not.toContain(KEY);
  });
});

describe("names", () => {
  test.each(["a b", "invalid project name!", "a/b", "", "x".repeat(129), "a\n", "a%", "a#b", "a:b", "a?b", "..\\x"])(
    "%j is no project",
    (project) => {
      expect(() => resolveWandb(request({ use: true, project }))).toThrow(`Invalid project name: ${project}`);
    },
  );

  test.each(["commute-weather-mlops", "a", "A_b.c-9", "날씨", "x".repeat(128)])("%s is a project", (project) => {
    expect(resolveWandb(request({ use: true, project }))?.project).toBe(project);
  });

  test.each(["a b", "a/b", "\u0000"])("%j is no entity", (entity) => {
    expect(() => resolveWandb(request({ use: true, entity }))).toThrow("Invalid entity name");
  });

  test.each(["wandb.ai", "ftp://x", "http://"])("%s is no server", (baseUrl) => {
    expect(() => resolveWandb(request({ use: true, baseUrl }))).toThrow("is not the address of a W&B server");
  });
});

describe("keys", () => {
  test.each([KEY, "x".repeat(86), `local-${"b".repeat(40)}`, "aaa.bbb-_.ccc"])("%s is one", (key) => {
    expect(checkApiKey(key, "x")).toBeUndefined();
  });

  test("one of 20 to 39 characters is taken with a warning", () => {
    expect(checkApiKey("k".repeat(20), "WANDB_API_KEY")).toContain("WANDB_API_KEY");
  });

  test.each([
    "",
    "short",
    "k".repeat(19),
    `${"k".repeat(40)}!`,
    `${"k".repeat(40)}\n`,
    `${"k".repeat(20)} ${"k".repeat(20)}`,
  ])("%j is none, and the error does not tell it", (key) => {
    const error = thrownBy(() => checkApiKey(key, "netrc"));
    expect(error).toMatchObject({ code: "TRACKING_KEY_INVALID" });
    expect(key.length > 5 && error.message.includes(key)).toBe(false);
  });
});

function thrownBy(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

describe("netrc", () => {
  test("a stored key is found by host and port; other entries stay as they are; nobody else may read it", () => {
    const path = join(temporaryFolder(), ".netrc");
    const others = "# mine\nmachine a.example\n  login me\n  password p1\n\ndefault login x password y\n";
    writeFileSync(path, others, { mode: 0o644 });
    expect(isNetrcOpen(path)).toBe(true);
    storeNetrcPassword(path, "api.wandb.ai", "first");
    storeNetrcPassword(path, "api.wandb.ai", "second");
    expect(netrcPassword(path, "api.wandb.ai")).toBe("second");
    expect(netrcPassword(path, "a.example")).toBe("p1");
    const text = readFileSync(path, "utf8");
    expect(text.endsWith(others)).toBe(true);
    expect(text.match(/api\.wandb\.ai/g)).toHaveLength(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(isNetrcOpen(path)).toBe(false);
  });

  test("the machine is host and port", () => {
    expect(netrcMachine("https://api.wandb.ai")).toBe("api.wandb.ai");
    expect(netrcMachine("http://localhost:8080/x")).toBe("localhost:8080");
  });

  test("a missing file and a machine in a comment are no entry", () => {
    const path = join(temporaryFolder(), ".netrc");
    expect(netrcPassword(path, "m")).toBeUndefined();
    writeFileSync(path, "# machine m password p\nmachine other login machine password m\n");
    expect(netrcPassword(path, "m")).toBeUndefined();
  });
});
