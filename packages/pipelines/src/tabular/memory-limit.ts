import { totalmem } from "node:os";

/** Bytes that a cell costs on its way from the file to the judged parts: values while columns grow, and the row's key. */
const BYTES_PER_CELL = 40;
/** Of the memory; the rest is left to the fit and to everybody else. */
const SHARE = 0.5;

/** Cells that training may hold at once: by the machine's memory, or by the container's where that is less. */
export function mostCells(): number {
  const constrained = process.constrainedMemory();
  // 0 and absurdly large numbers stand for "no limit".
  const memory = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.floor((memory * SHARE) / BYTES_PER_CELL);
}
