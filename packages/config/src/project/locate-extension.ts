import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join, relative, resolve } from "node:path";

import { MlopsError } from "@mlops/core";

export interface ExtensionPlace {
  /** Absolute path of the module. */
  readonly file: string;
  readonly exportName: string;
}

export interface ExtensionReference {
  /** For messages: `store driver`, `metric`. */
  readonly kind: string;
  /** `./file.ts#export`, or a package of the project, `#export` too; without one the default export is meant. */
  readonly name: string;
  /** What a relative path is relative to: the folder of the file that names it. */
  readonly folder: string;
  readonly projectRoot: string;
}

/** Whether a name is a file's or a package's rather than a built-in's: it has a slash or names an export. */
export function isExtensionReference(name: string): boolean {
  return /^\.{1,2}\/|^@[^/]+\/|[/#]/.test(name);
}

/**
 * Where the code that a name means lies; nothing is loaded.
 *
 * @throws MlopsError EXTENSION_NOT_FOUND, EXTENSION_INVALID for a file outside the project
 */
export function locateExtension(reference: ExtensionReference): ExtensionPlace {
  const [specifier = "", exportName = "default"] = reference.name.split("#", 2);
  const file = /^\.{1,2}\//.test(specifier) ? fileOf(specifier, reference) : packageOf(specifier, reference);
  return { file, exportName };
}

function fileOf(specifier: string, { folder, projectRoot, kind, name }: ExtensionReference): string {
  const file = resolve(folder, specifier);
  const inside = relative(projectRoot, file);
  if (inside.startsWith("..") || isAbsolute(inside)) {
    throw new MlopsError("EXTENSION_INVALID", `The ${kind} "${name}" lies outside the project ${projectRoot}.`);
  }
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new MlopsError("EXTENSION_NOT_FOUND", `The ${kind} "${name}" does not exist: ${file}.`);
  }
  return file;
}

function packageOf(specifier: string, { projectRoot, kind, name }: ExtensionReference): string {
  try {
    return createRequire(join(projectRoot, "package.json")).resolve(specifier);
  } catch (cause) {
    throw new MlopsError(
      "EXTENSION_NOT_FOUND",
      `There is no ${kind} "${name}": ${specifier} is no package of ${projectRoot}.`,
      {
        cause,
      },
    );
  }
}
