import { isAbsolute, relative } from "node:path";

/** A path as people would type it: relative to the current folder where it lies inside, else absolute. */
export function shownPath(path: string): string {
  const inside = relative(process.cwd(), path);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
