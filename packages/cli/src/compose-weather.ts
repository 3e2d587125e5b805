import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { Configuration } from "@mlops/config";
import {
  type DriverContext,
  type Instant,
  type JsonValue,
  MlopsError,
  registerSecret,
  type WeatherSource,
  type WeatherSourceDriver,
} from "@mlops/core";
import { httpProbe, selectSource, SOURCE_CATALOGUE } from "@mlops/data-generation";
import type { SourceChoice, SourcePlan, WeatherPlan, WeatherPorts } from "@mlops/pipelines";

import type { Services } from "./compose.ts";
import { resolveExtension } from "./resolve-extension.ts";
import { runScratch } from "./runs/run-scratch.ts";

/**
 * What the weather flows need, wired to the configuration. A source stays open until the ports are disposed, however
 * often a flow opens it, so that a file is read once.
 */
export async function composeWeather(services: Services, at?: Instant): Promise<WeatherPorts & AsyncDisposable> {
  const configuration = await services.configuration();
  const context = await services.driverContext(at);
  const opened = new Map<string, Promise<WeatherSource>>();

  const openOnce = (name: string, plan: SourcePlan): Promise<WeatherSource> => {
    const key = JSON.stringify([name, plan.options]);
    let source = opened.get(key);
    if (!source) {
      source = openDriver(name, plan, configuration, context);
      opened.set(key, source);
    }
    return source;
  };

  return {
    store: await services.store(),
    clock: context.clock,
    scratch: runScratch(configuration.home),
    folder: process.cwd(),
    chooseSource: (plan, signal) => chooseSource(plan, configuration, services, context, signal),
    async openSource(name, plan) {
      const source = await openOnce(name, plan);
      return { ...source, [Symbol.asyncDispose]: async () => undefined };
    },
    async [Symbol.asyncDispose]() {
      for (const source of opened.values()) {
        // One that could not be opened has nothing to dispose.
        await source.then((open) => open[Symbol.asyncDispose]()).catch(() => undefined);
      }
      opened.clear();
    },
  };
}

async function chooseSource(
  plan: WeatherPlan,
  configuration: Configuration,
  services: Services,
  context: DriverContext,
  signal: AbortSignal,
): Promise<SourceChoice> {
  const { source } = configuration.value;
  const { allowSynthetic } = plan.source;
  if (plan.source.name !== "auto") return namedSource(plan.source.name, allowSynthetic, configuration);
  const client = await services.http();
  const selected = await selectSource({
    stations: [plan.station],
    kmaKeySet: (await kmaKey(configuration)) !== undefined,
    offline: context.offline,
    allowSynthetic,
    probes: {
      kma: httpProbe(client, source.kma.base_url),
      "open-meteo": httpProbe(client, source.open_meteo.base_url),
    },
    clock: context.clock,
    signal,
  });
  for (const { source: name, why } of selected.passedOver) services.log.info(`Source ${name} is not used: ${why}.`);
  return { name: selected.source, reasons: selected.reasons };
}

async function namedSource(name: string, allowSynthetic: boolean, configuration: Configuration): Promise<SourceChoice> {
  const { synthetic } = await findDriver(name, configuration);
  if (!synthetic) return { name, reasons: [] };
  if (allowSynthetic) return { name, reasons: ["synthetic-observations"] };
  throw new MlopsError(
    "SOURCE_UNAVAILABLE",
    `The source ${name} makes its observations, and synthetic weather is not allowed.`,
    {
      hint: "Use a source of real weather, or set source.allow_synthetic in the environment's config.",
    },
  );
}

async function openDriver(
  name: string,
  plan: SourcePlan,
  configuration: Configuration,
  context: DriverContext,
): Promise<WeatherSource> {
  const driver = await findDriver(name, configuration);
  const parsed = driver.options.safeParse({
    ...(await configuredOptions(driver.name, configuration)),
    ...plan.options,
  });
  if (parsed.success) return driver.open(parsed.data, context);
  const [issue] = parsed.error.issues;
  throw new MlopsError(
    "SOURCE_OPTIONS_INVALID",
    `The options of source ${name} cannot be used: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}.`,
    { details: { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) } },
  );
}

/** A built-in by name or alias, `./source.js#export` inside the project, or a package of the project. */
function findDriver(name: string, { projectRoot }: Configuration): Promise<WeatherSourceDriver> {
  const builtIn = Object.fromEntries(
    SOURCE_CATALOGUE.flatMap((entry) =>
      [entry.name, ...entry.aliases].map((known) => [known, async () => ({ default: await entry.load() })]),
    ),
  );
  return resolveExtension({ kind: "weather source", name, projectRoot, builtIn, accepts: isSourceDriver });
}

function isSourceDriver(value: unknown): value is WeatherSourceDriver {
  return (
    typeof value === "object" &&
    value !== null &&
    "open" in value &&
    typeof value.open === "function" &&
    "options" in value &&
    "synthetic" in value &&
    typeof value.synthetic === "boolean"
  );
}

/** What the configuration says about a source: endpoints, keys, timeouts. */
async function configuredOptions(name: string, configuration: Configuration): Promise<Record<string, JsonValue>> {
  const { source } = configuration.value;
  const timeout = { timeout_seconds: source.timeout_seconds };
  switch (name) {
    case "kma": {
      const key = await kmaKey(configuration);
      return { ...timeout, base_url: source.kma.base_url, ...(key !== undefined && { auth_key: key }) };
    }
    case "open-meteo":
      return { ...timeout, base_url: source.open_meteo.base_url, archive_url: source.open_meteo.archive_base_url };
    case "http": {
      const { base_url, token } = source.http;
      return { ...timeout, ...(base_url !== undefined && { base_url }), ...(token !== undefined && { token }) };
    }
    default:
      return {};
  }
}

/** The key itself, or the trimmed content of the file that holds it. @throws MlopsError FILE_NOT_FOUND */
async function kmaKey({ value, projectRoot }: Configuration): Promise<string | undefined> {
  const { auth_key: key, auth_key_file: file } = value.source.kma;
  if (key !== undefined || file === undefined) return key;
  const path = resolve(projectRoot, file);
  try {
    const content = (await readFile(path, "utf8")).trim();
    registerSecret(content);
    return content;
  } catch (cause) {
    throw new MlopsError("FILE_NOT_FOUND", `The key file ${path} cannot be read.`, { cause, details: { path } });
  }
}
