import fc from "fast-check";
import { expect, test } from "vitest";

import { commandCatalogue } from "./command-catalogue.ts";
import { globalOptions } from "./options/global-options.ts";
import { flagOf } from "./options/option.ts";
import { runMlops, temporaryFolder } from "./testing/run-mlops.ts";

const codes = [0, 1, 2, 3, 4, 5, 6, 7, 8];
/** Without those that reach out or wait. */
const words = commandCatalogue
  .flatMap(({ name, aliases }) => [name, ...aliases])
  .filter((name) => !/^(doctor|system-check|collect|hourly|realtime|train|init)/.test(name))
  .flatMap((name) => name.split(" "));
const flags = Object.keys(globalOptions)
  .filter((key) => key !== "home" && key !== "configDir")
  .map(flagOf);
const token = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...new Set(words)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...flags, "--", "-", "--limit", "--kind", "--no-color", "--recipe-file", "latest"),
  },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", "")) },
);

test("any command line ends with a known exit code, without a stack trace, with one document where --json is said", async () => {
  await using folder = await temporaryFolder();
  await fc.assert(
    fc.asyncProperty(fc.array(token, { maxLength: 6 }), async (argv) => {
      const line = argv.filter((word) => word !== "-v" && word !== "--verbose");
      const { exitCode, stdout, stderr } = await runMlops(line, { cwd: folder.path });
      expect(codes).toContain(exitCode);
      expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
      expect(stderr).not.toContain("INTERNAL_ERROR");
      const end = line.indexOf("--");
      const said = (end === -1 ? line : line.slice(0, end)).includes("--json");
      if (said) JSON.parse(stdout);
    }),
    { numRuns: 60 },
  );
}, 120_000);
