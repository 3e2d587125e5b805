import { pathToFileURL } from "node:url";

import type { ExtensionPlace } from "@mlops/config";
import { isMlopsError, MlopsError } from "@mlops/core";

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
  const { file, exportName } = await placeOf(request);
  const loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  const value = loaded[exportName];
  if (!accepts(value)) {
    throw new MlopsError("EXTENSION_INVALID", `${name} does not export a ${kind} as "${exportName}".`, {
      details: { name, kind },
    });
  }
  return value;
}

async function placeOf({ name, kind, projectRoot, builtIn }: ExtensionRequest<unknown>): Promise<ExtensionPlace> {
  const { locateExtension } = await import("@mlops/config");
  try {
    return locateExtension({ name, kind, folder: projectRoot, projectRoot });
  } catch (error) {
    const names = Object.keys(builtIn);
    if (!isMlopsError(error) || error.code !== "EXTENSION_NOT_FOUND" || name.startsWith(".")) throw error;
    throw new MlopsError("EXTENSION_NOT_FOUND", `${error.message} Built in are ${names.join(", ")}.`, {
      cause: error,
      ...hintOf(didYouMean(name, names)),
    });
  }
}

function hintOf(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
