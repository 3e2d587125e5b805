import { createReadStream } from "node:fs";

/** Where the records of a text file begin, in order; blank lines are no records. */
export interface RecordStarts {
  /** Byte offsets. */
  readonly offsets: readonly number[];
  /** Line numbers, from 1. */
  readonly lines: readonly number[];
}

export interface RecordSyntax {
  /** The byte between fields, or undefined where quotes mean nothing (one JSON object per line). */
  readonly delimiter: number | undefined;
  /** Whether an empty line is a record: in a file of one column it is an empty cell. */
  readonly blankIsRecord: boolean;
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Finds the records of a CSV file as RFC 4180 defines them: line ends inside quotes belong to the record, a quote
 * begins a quoted field only at the field's start. DuckDB counts lines without blank ones and those inside quotes, so
 * that its own line numbers cannot be shown to a user.
 *
 * @param most reading stops once at least so many were found
 */
export async function findRecordStarts(
  path: string,
  syntax: RecordSyntax,
  most = Number.POSITIVE_INFINITY,
): Promise<RecordStarts> {
  const offsets: number[] = [];
  const lines: number[] = [];
  let line = 1;
  let offset = 0;
  let start = 0;
  let startLine = 1;
  let quoted: "no" | "yes" | "maybe-closed" = "no";
  let fieldStart = true;
  let afterReturn = false;
  const end = (at: number): void => {
    if (at > start || syntax.blankIsRecord) {
      offsets.push(start);
      lines.push(startLine);
    }
  };
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
    for (const byte of block) {
      const first: boolean = offset === 0 && byte === 0xef;
      if (first) start = 3;
      if (quoted === "maybe-closed" && byte !== quote) quoted = "no";
      if (byte === lineFeed && afterReturn) {
        if (start === offset) start = offset + 1;
      } else if (byte === lineFeed || byte === carriageReturn) {
        line += 1;
        if (quoted === "no") {
          end(offset);
          start = offset + 1;
          startLine = line;
          fieldStart = true;
        }
      } else if (byte === quote && syntax.delimiter !== undefined) {
        if (quoted === "maybe-closed") quoted = "yes";
        else if (quoted === "yes") quoted = "maybe-closed";
        else if (fieldStart) quoted = "yes";
        fieldStart = false;
      } else if (offset >= start) {
        fieldStart = quoted === "no" && byte === syntax.delimiter;
      }
      afterReturn = byte === carriageReturn;
      offset += 1;
    }
    if (offsets.length >= most) return { offsets, lines };
  }
  if (offset > start) end(offset);
  return { offsets, lines };
}
