import { readFileSync } from "node:fs";

const SECTOR_BYTES = 512;
/** Whole disks, as their partitions would count the same bytes again. */
const disk = /^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/;

/** A file of /proc, or undefined on systems without it. */
export function procFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

export interface DiskBytes {
  readonly name: string;
  readonly read: number;
  readonly written: number;
}

/** @param text /proc/diskstats */
export function diskBytes(text: string): DiskBytes[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const name = fields[2] ?? "";
    if (!disk.test(name)) return [];
    return [{ name, read: Number(fields[5]) * SECTOR_BYTES, written: Number(fields[9]) * SECTOR_BYTES }];
  });
}

/** Bytes over all interfaces but the loopback. @param text /proc/net/dev */
export function networkBytes(text: string): { readonly received: number; readonly sent: number } {
  let received = 0;
  let sent = 0;
  for (const line of text.split("\n")) {
    const [name, rest] = line.split(":");
    if (rest === undefined || name?.trim() === "lo") continue;
    const fields = rest.trim().split(/\s+/).map(Number);
    received += fields[0] ?? 0;
    sent += fields[8] ?? 0;
  }
  return { received, sent };
}

/** A field of /proc/meminfo or /proc/self/status; kB become bytes. */
export function procField(text: string, field: string): number | undefined {
  const match = new RegExp(`^${field}:\\s+(\\d+)( kB)?`, "m").exec(text);
  return match ? Number(match[1]) * (match[2] === undefined ? 1 : 1024) : undefined;
}
