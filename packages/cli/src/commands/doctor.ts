import type { Configuration } from "@mlops/config";
import type { Outcome } from "@mlops/core";

import { type CommandContext, defineCommand } from "../command.ts";
import type { Check } from "../doctor/check.ts";
import { flag } from "../options/option.ts";
import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";

export default defineCommand({
  name: "doctor",
  aliases: ["system-check"],
  summary: "Check machine, configuration, store and sources, and say what to do about each.",
  examples: [
    { line: "doctor", summary: "everything that a run needs" },
    { line: "doctor --offline", summary: "without a connection" },
    { line: "doctor --tracking", summary: "key, server and a demo run of W&B, too" },
  ],
  options: {
    tracking: flag(
      "Also say what is set for W&B and MLflow and from where, ask whose the key is, and send a demo run.",
    ),
  },
  async run(context, { options }) {
    const checks = await allChecks(context, options.tracking);
    const outcome = outcomeOfChecks(checks);
    const unavailable = checks.some(({ name, status }) => status === "failed" && name !== "configuration");
    return {
      outcome,
      document: { checks },
      human: (style) => checkTable(checks, style),
      ...(outcome.status === "failed" && { exit: unavailable ? "unavailable" : "invalid" }),
    };
  },
});

async function allChecks({ services, signal }: CommandContext, tracking: boolean): Promise<readonly Check[]> {
  const { attempt, skipped } = await import("../doctor/check.ts");
  const { checkMachine, thisMachine } = await import("../doctor/check-machine.ts");
  const { checkClock } = await import("../doctor/check-clock.ts");
  const machine = checkMachine(thisMachine());
  let configuration: Configuration | undefined;
  const configurationChecks = await attempt("configuration", async () => {
    configuration = await services.configuration();
    return (await import("../doctor/check-configuration.ts")).checkConfiguration(configuration);
  });
  const known = configuration;
  if (known === undefined) {
    const rest = ["home", "store", "sources"].map((name) => skipped(name, "needs the configuration"));
    return [...machine, ...configurationChecks, ...rest, checkClock(services.clock().wall(), [])];
  }
  const home = await attempt("home", async () => (await import("../doctor/check-home.ts")).checkHome(known.home));
  const store = await attempt("store", async () =>
    (await import("../doctor/check-store.ts")).checkStore(() => services.store()),
  );
  let serverTimes: readonly number[] = [];
  const sources = await attempt("sources", async () => {
    const { checkSources } = await import("../doctor/check-sources.ts");
    const found = await checkSources(known, await services.http(), signal);
    serverTimes = found.serverTimes;
    return found.checks;
  });
  const trackers = tracking
    ? await attempt("tracking", async () =>
        (await import("../doctor/check-tracking.ts")).checkTracking(services, known, signal),
      )
    : [];
  const clock = checkClock(services.clock().wall(), serverTimes);
  return [...machine, ...configurationChecks, ...home, ...store, clock, ...sources, ...trackers];
}

function outcomeOfChecks(checks: readonly Check[]): Outcome {
  const named = (status: Check["status"]): string[] =>
    checks.filter((check) => check.status === status).map(({ name }) => reasonOf(name));
  const reasons = [...new Set([...named("failed"), ...named("warning")])];
  const status = named("failed").length > 0 ? "failed" : reasons.length > 0 ? "degraded" : "ok";
  return { status, reasons };
}

function reasonOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function checkTable(checks: readonly Check[], style: Style): string {
  const marks = {
    ok: style.green("ok"),
    warning: style.yellow("warning"),
    failed: style.red("failed"),
    skipped: style.dim("skipped"),
  };
  const rows = checks.map(({ name, status, detail, hint }) => [
    name,
    marks[status],
    hint === null ? detail : `${detail.replace(/\.$/, "")}. ${hint}`,
  ]);
  return renderTable(["CHECK", "STATUS", "FOUND"], rows, style);
}
