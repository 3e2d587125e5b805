import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { MlopsError } from "@mlops/core";

import { didYouMean } from "./parse/did-you-mean.ts";

export interface ExtensionRequest<Extension> {
  /** For messages: `store driver`. */
  readonly kind: string;
  /** A built-in's name, `./file.ts#export` from the project root, or a package of the project. */
  readonly name: string;
  readonly projectRoot: string;
  readonly builtIn: Readonly<Record<string, () => Promise<{ readonly default: Extension }>>>;
  /** Whether a loaded value has the shape of the extension. */
  readonly accepts: (value: unknown) => value is Extension;
}

/**
 * Finds an extension by its name: built-in, file inside the project, package that the project depends on.
 *
 * @throws MlopsError EXTENSION_NOT_FOUND, EXTENSION_INVALID
 */
export async function resolveExtension<Extension>(request: ExtensionRequest<Extension>): Promise<Extension> {
  const { name, kind, builtIn, accepts } = request;
  const known = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
  if (known) return (await known()).default;
  const [specifier = "", exportName = "default"] = name.split("#", 2);
  const url = specifier.startsWith("./") ? fileOf(specifier, request) : packageOf(specifier, request);
  const loaded = (await import(url)) as Readonly<Record<string, unknown>>;
  const value = loaded[exportName];
  if (!accepts(value)) {
    throw new MlopsError("EXTENSION_INVALID", `${name} does not export a ${kind} as "${exportName}".`, {
      details: { name, kind },
    });
  }
  return value;
}

function fileOf(specifier: string, { projectRoot, kind, name }: ExtensionRequest<unknown>): string {
  const file = resolve(projectRoot, specifier);
  const inside = relative(projectRoot, file);
  if (inside.startsWith("..") || isAbsolute(inside)) {
    throw new MlopsError("EXTENSION_INVALID", `The ${kind} "${name}" lies outside the project ${projectRoot}.`);
  }
  if (!existsSync(file)) {
    throw new MlopsError("EXTENSION_NOT_FOUND", `The ${kind} "${name}" does not exist: ${file}.`);
  }
  return pathToFileURL(file).href;
}

function packageOf(specifier: string, { projectRoot, kind, name, builtIn }: ExtensionRequest<unknown>): string {
  try {
    return pathToFileURL(createRequire(join(projectRoot, "package.json")).resolve(specifier)).href;
  } catch (cause) {
    const names = Object.keys(builtIn);
    throw new MlopsError(
      "EXTENSION_NOT_FOUND",
      `There is no ${kind} "${name}": neither built in (${names.join(", ")}) nor a package of ${projectRoot}.`,
      { cause, ...hintOf(didYouMean(name, names)) },
    );
  }
}

function hintOf(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
