import { readFileSync } from "node:fs";
import { join } from "node:path";

import { forgetSecrets } from "@mlops/core";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";

import { shippedConfigFolder } from "../project/shipped-folder.ts";
import { readYaml } from "../yaml/yaml-document.ts";
import { mergeLayers } from "./merge-layers.ts";
import { prefixedLayer } from "./variable-layers.ts";
import { yamlLayer } from "./yaml-layer.ts";

afterAll(forgetSecrets);

const sources = { variable: () => undefined, file: () => new Error("there is no such file.") };
const judge = (content: Uint8Array | string) =>
  mergeLayers([yamlLayer("base", readYaml(content, "base.yaml"), sources)]);

/** A valid file with bytes cut out, doubled or replaced. */
const mutated = (text: string) =>
  fc
    .array(fc.record({ at: fc.nat(text.length), cut: fc.nat(12), put: fc.string({ maxLength: 6, unit: "binary" }) }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((edits) =>
      edits.reduce((current, { at, cut, put }) => current.slice(0, at) + put + current.slice(at + cut), text),
    );

test("however a config file is damaged, the answer is a configuration or problems with places", () => {
  const text = readFileSync(join(shippedConfigFolder, "base.yaml"), "utf8");
  fc.assert(
    fc.property(mutated(text), (damaged) => {
      const { value, problems } = judge(damaged);
      expect(value === undefined).toBe(problems.length > 0);
      expect(problems.filter(({ file, line }) => file !== "base.yaml" || line < 1)).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("any YAML value in the place of a config gives a configuration or problems", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(() => judge(JSON.stringify(value))).not.toThrow();
      expect(() => judge(JSON.stringify({ store: value, source: { kma: value }, serving: value }))).not.toThrow();
    }),
  );
});

test("no MLOPS_ variable makes the layer throw", () => {
  const name = fc.array(fc.constantFrom("STORE", "SQLITE", "DRIVER", "__PROTO__", "", "X", "SERVING", "CORS"), {
    maxLength: 5,
  });
  const text = fc.oneof(fc.string(), fc.json());
  fc.assert(
    fc.property(name, text, (parts, value) => {
      const layer = prefixedLayer(new Map([[`MLOPS_${parts.join("__")}`, { value }]]));
      expect(() => mergeLayers([layer])).not.toThrow();
    }),
  );
});
