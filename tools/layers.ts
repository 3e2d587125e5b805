import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Lower layers first; a package may import only from layers before its own. */
export const layers: readonly (readonly string[])[] = [
  ["core"],
  ["table", "engine", "onnx", "expression"],
  ["store", "adapters", "config", "http", "reporting"],
  ["data-generation", "data-validation", "preprocessing", "evaluation", "models", "tracking"],
  ["pipelines"],
  ["cli"],
  ["mlops"],
];

/** Contract suites: they see only the contracts, and anyone's tests may use them. */
const conformance = "conformance";
const purePackages = ["core", "table", "engine", "onnx", "expression", "preprocessing", "evaluation"];
const compositionRoot = /^packages\/cli\/src\/compose(-[a-z-]+)?\.ts$/;
const driverPath = /^@mlops\/[a-z-]+\/(drivers|sources)\//;

export interface PackageFacts {
  /** Folder name: `store`. */
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** From the project root, forward slashes. */
  readonly path: string;
  readonly isTest: boolean;
  readonly imports: readonly string[];
}

/** Every break of the layer rule, one line each. */
export function layerProblems(packages: readonly PackageFacts[]): string[] {
  return packages.flatMap((facts) => [
    ...dependencyProblems(facts),
    ...facts.files.flatMap((file) => importProblems(facts, file)),
  ]);
}

function dependencyProblems({ name, dependencies }: PackageFacts): string[] {
  const own = layerOf(name);
  if (own === undefined)
    return name === conformance
      ? conformanceProblems(dependencies)
      : [`packages/${name} stands in no layer: add it to tools/layers.ts`];
  return dependencies.flatMap((dependency) => {
    const other = layerOf(dependency);
    if (other !== undefined && other < own) return [];
    return [`packages/${name}/package.json depends on @mlops/${dependency}, which is not in a lower layer`];
  });
}

function conformanceProblems(dependencies: readonly string[]): string[] {
  return dependencies
    .filter((name) => name !== "core")
    .map((name) => `packages/${conformance} may depend on core only, not on ${name}`);
}

function importProblems({ name, dependencies }: PackageFacts, { path, isTest, imports }: SourceFile): string[] {
  return imports.flatMap((specifier) => {
    if (!isTest && purePackages.includes(name) && specifier.startsWith("node:")) {
      return [`${path} imports ${specifier}: ${name} is pure`];
    }
    if (!isTest && name !== "store" && driverPath.test(specifier) && !compositionRoot.test(path)) {
      return [`${path} imports ${specifier}: only the composition root opens drivers`];
    }
    const target = /^@mlops\/([a-z-]+)/.exec(specifier)?.[1];
    if (target === undefined || isTest || target === name || dependencies.includes(target)) return [];
    return [`${path} imports ${specifier}, which packages/${name}/package.json does not depend on`];
  });
}

function layerOf(name: string): number | undefined {
  const index = layers.findIndex((layer) => layer.includes(name));
  return index === -1 ? undefined : index;
}

/** The packages of this workspace as they are on disk. */
export function readPackages(): PackageFacts[] {
  const root = fileURLToPath(new URL("../", import.meta.url));
  return readdirSync(join(root, "packages")).map((name) => {
    const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    const dependencies = Object.keys(manifest.dependencies ?? {}).flatMap(
      (key) => /^@mlops\/(.+)$/.exec(key)?.[1] ?? [],
    );
    const paths = globSync(`packages/${name}/src/**/*.ts`, { cwd: root });
    const files = paths.map((path) => ({
      path: path.replaceAll("\\", "/"),
      isTest: /\.test(-d)?\.ts$|\/(testing|fixtures)\//.test(path),
      imports: importsOf(readFileSync(join(root, path), "utf8")),
    }));
    return { name, dependencies, files };
  });
}

/** Specifiers of static, dynamic and re-exporting imports. */
export function importsOf(source: string): string[] {
  const statements =
    /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|(?:^|\n)\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/g;
  return [...source.matchAll(statements)].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}
