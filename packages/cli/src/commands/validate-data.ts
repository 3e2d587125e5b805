import { resolve } from "node:path";

import { MlopsError } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { flag, instant, path } from "../options/option.ts";

export default defineCommand({
  name: "validate-data",
  summary: "Judge data by expectations in one pass: types, ranges, sets, uniqueness, rules, shares, freshness.",
  description:
    "A suite passes where no check of severity `error` failed; data that does not pass ends with exit code 3. --suggest proposes a suite that the data itself passes.",
  examples: [
    { line: "validate-data --data loans.csv --expectations loans.yaml", summary: "what fails, with lines and values" },
    { line: "validate-data --data loans.csv --suggest", summary: "print a suite to begin with" },
    { line: "validate-data --data loans.csv --suggest --expectations loans.yaml", summary: "write it to a new file" },
    { line: "validate-data --data loans.csv --expectations loans.yaml --report checks.html", summary: "and a page" },
  ],
  options: {
    data: path("The CSV, Parquet or JSON file."),
    expectations: path("The suite: a YAML file; with --suggest the file to write, which must not exist."),
    suggest: flag("Propose a suite from the data instead of judging it."),
    report: path("Write the answer as a self-contained HTML page."),
    at: instant("What ages are measured against.", { defaultText: "now" }),
  },
  async run({ services, signal, progress }, { options }) {
    const { data, expectations, suggest, report, at } = options;
    if (data === undefined) {
      throw new MlopsError("ARGUMENT_MISSING", "mlops validate-data needs --data FILE.", {
        hint: "`mlops validate-data --data FILE --suggest` proposes expectations for it.",
      });
    }
    if (suggest) {
      const { suggestExpectations } = await import("../data/suggest-expectations.ts");
      return suggestExpectations({ data, expectations, signal });
    }
    if (expectations === undefined) {
      throw new MlopsError("ARGUMENT_MISSING", "mlops validate-data needs --expectations FILE, or --suggest.", {
        hint: `\`mlops validate-data --data ${data} --suggest --expectations expectations.yaml\` writes a suite to begin with.`,
      });
    }
    const { judgeData } = await import("../data/judge-data.ts");
    progress.clear();
    return judgeData({
      data,
      expectations: resolve(expectations),
      report: report === undefined ? undefined : resolve(report),
      projectRoot: process.cwd(),
      now: services.clock(at).now(),
      signal,
    });
  },
});
