import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

import { decodeText } from "../yaml/decode-text.ts";
import { systemCode } from "./read-file.ts";

const LARGEST_BYTES = 65_536;

/** Content of a `${file:…}` reference, trimmed; relative paths are relative to the project root. */
export function readReferencedFile(path: string, projectRoot: string): string | Error {
  try {
    const absolute = resolve(projectRoot, path);
    const { size } = statSync(absolute);
    if (!statSync(absolute).isFile()) return new Error("it is not a file.");
    if (size > LARGEST_BYTES) return new Error(`it has ${size} bytes, at most ${LARGEST_BYTES} are read.`);
    const decoded = decodeText(readFileSync(absolute));
    if (!("text" in decoded)) return new Error(`${decoded.reason}.`);
    const text = decoded.text.trim();
    return text === "" ? new Error("it is empty.") : text;
  } catch (error) {
    const code = systemCode(error);
    return new Error(code === "ENOENT" ? "there is no such file." : `${code ?? String(error)}.`);
  }
}
