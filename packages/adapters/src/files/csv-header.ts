import { MlopsError } from "@mlops/core";
import { assertUniqueNames } from "@mlops/table";

import { readStart } from "./file-format.ts";

const longestHeader = 1 << 20;

export interface CsvHeader {
  readonly names: readonly string[];
  /** Empty lines before the header. */
  readonly blankLines: number;
}

/**
 * The column names in the first record of a UTF-8 CSV file. A nameless column is `column_<position>`, from 1.
 *
 * @throws MlopsError FILE_DAMAGED when the record is not UTF-8 or does not end within 1 MiB, TABLE_COLUMN_DUPLICATE
 */
export async function readCsvHeader(path: string, shownPath: string, delimiter: string): Promise<CsvHeader> {
  const start = await readStart(path, longestHeader);
  const blank = /^\uFEFF?((?:\r\n|\r|\n)*)/.exec(
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(start.subarray(0, 4096)),
  );
  const lineEnds = blank?.[1] ?? "";
  const record = firstRecord(start.subarray(new TextEncoder().encode(blank?.[0] ?? "").length));
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(record);
  } catch (cause) {
    throw new MlopsError("FILE_ENCODING_INVALID", `The header of ${shownPath} is not UTF-8.`, { cause });
  }
  const names = splitRecord(text, delimiter).map((name, index) => name || `column_${index + 1}`);
  assertUniqueNames(names, `the header of ${shownPath}`);
  return { names, blankLines: lineEnds.split(/\r\n|\r|\n/).length - 1 };

  function firstRecord(bytes: Uint8Array): Uint8Array {
    let quoted = false;
    for (const [index, byte] of bytes.entries()) {
      if (byte === 0x22) quoted = !quoted;
      else if (!quoted && (byte === 0x0a || byte === 0x0d)) return bytes.subarray(0, index);
    }
    if (bytes.length < longestHeader && !quoted) return bytes;
    throw new MlopsError("FILE_DAMAGED", `The header of ${shownPath} does not end.`);
  }
}

function splitRecord(text: string, delimiter: string): string[] {
  const names: string[] = [];
  let name = "";
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === '"' && quoted && text[index + 1] === '"') {
      name += '"';
      index += 1;
    } else if (character === '"' && (quoted || name === "")) {
      quoted = !quoted;
    } else if (character === delimiter && !quoted) {
      names.push(name);
      name = "";
    } else {
      name += character;
    }
  }
  return [...names, name];
}
