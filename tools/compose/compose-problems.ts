import { readFileSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

/** The part of a compose file that the checks look at; the schema has judged its shape before. */
interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, unknown>>;
}

interface ComposeService {
  readonly image?: string;
  readonly build?: unknown;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: unknown;
  readonly restart?: string;
  readonly networks?: readonly string[];
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly memory?: string; readonly cpus?: string } } };
}

const schemaFile = new URL("fixtures/compose-spec.json", import.meta.url);
/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}`; `$$` stands for a dollar of the container. */
const VARIABLE = /(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}/g;
const SECRET = /PASSWORD|SECRET|TOKEN|_KEY$|_AUTH$/;

/** Where the compose specification's schema does not accept the file, one line each. */
export function schemaProblems(text: string): string[] {
  const validate = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(schemaFile, "utf8")) as object,
  );
  if (validate(parse(text))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message ?? ""}`);
}

/** What the schema cannot say: how services are to be run here. */
export function houseProblems(text: string): string[] {
  const file = parse(text) as ComposeFile;
  return Object.entries(file.services).flatMap(([name, service]) =>
    [
      ...imageProblems(service),
      ...runProblems(service),
      ...secretProblems(service),
      ...placeProblems(service, file),
    ].map((problem) => `${name}: ${problem}`),
  );
}

/** Every variable of the file; required ones have no default. */
export function variablesOf(text: string): ReadonlyMap<string, { readonly required: boolean }> {
  return new Map([...text.matchAll(VARIABLE)].map(([, name = "", sign]) => [name, { required: sign !== "-" }]));
}

function imageProblems({ image, build }: ComposeService): string[] {
  if (image === undefined) return ["has no image"];
  if (build !== undefined) return [];
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag !== undefined && /\d+\.\d+/.test(tag) ? [] : [`${image} has no pinned version`];
}

function runProblems({ healthcheck, restart, deploy, ports = [] }: ComposeService): string[] {
  const limits = deploy?.resources?.limits;
  return [
    ...(healthcheck === undefined && restart !== "no" ? ["has no health check"] : []),
    ...(restart === undefined ? ["has no restart policy"] : []),
    ...(limits?.cpus === undefined || limits.memory === undefined ? ["has no limit of processors and memory"] : []),
    ...ports.filter((port) => !port.startsWith("127.0.0.1:")).map((port) => `${port} is open to other machines`),
  ];
}

/** A secret is a variable that must be set (or may be empty), never a text of the file. */
function secretProblems({ environment = {} }: ComposeService): string[] {
  return Object.entries(environment)
    .filter(([key, value]) => SECRET.test(key) && !/^\$\{\w+:(\?[^}]+|-)\}$/.test(value))
    .map(([key]) => `${key} is not taken from a variable without a default`);
}

function placeProblems({ volumes = [], networks = [] }: ComposeService, file: ComposeFile): string[] {
  const unknownVolumes = volumes
    .map((volume) => volume.split(":")[0] ?? "")
    .filter((source) => !/^\.(\/|$)/.test(source) && !Object.hasOwn(file.volumes ?? {}, source));
  const unknownNetworks = networks.filter((network) => !Object.hasOwn(file.networks ?? {}, network));
  return [
    ...unknownVolumes.map((volume) => `${volume} is no named volume`),
    ...unknownNetworks.map((network) => `${network} is no network of the file`),
    ...(networks.length === 0 ? ["is in no network"] : []),
  ];
}
