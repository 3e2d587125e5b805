import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and its parents; one that is there stays as it is. Node's own recursive form never returns where the
 * system answers "no such file" to making a folder inside an existing one, as below /proc.
 *
 * @throws the system's error (ENOENT, EACCES, EROFS, ENOTDIR, ENOSPC)
 */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process made it meanwhile.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    throw error;
  }
}
