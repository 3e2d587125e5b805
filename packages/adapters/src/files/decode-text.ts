import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MlopsError } from "@mlops/core";

import { openError, readStart } from "./file-format.ts";

export const textEncodings = ["utf-8", "euc-kr"] as const;
/** `euc-kr` is the WHATWG encoding of that name: code page 949, which holds all Hangul syllables. */
export type TextEncoding = (typeof textEncodings)[number];

/** A text file as UTF-8: the file itself, or a decoded copy that is removed when disposed. */
export interface Utf8File extends AsyncDisposable {
  readonly path: string;
}

/** @throws MlopsError FILE_ENCODING_INVALID, FILE_DAMAGED for binary content, FILE_NOT_FOUND */
export async function asUtf8(path: string, encoding: TextEncoding): Promise<Utf8File> {
  assertText(path, await readStart(path, 64 * 1024));
  if (encoding === "utf-8") return { path, async [Symbol.asyncDispose]() {} };
  const folder = await mkdtemp(join(tmpdir(), "mlops-text-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, "decoded");
    await decodeInto(path, encoding, copy);
    return { path: copy, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function decodeInto(path: string, encoding: TextEncoding, target: string): Promise<void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  await using output = await open(target, "wx", 0o600);
  let bytes = 0;
  const decode = (block?: Uint8Array): string => {
    try {
      return block ? decoder.decode(block, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw new MlopsError("FILE_ENCODING_INVALID", `${path} is not ${encoding} after its first ${bytes} bytes.`, {
        details: { path, encoding },
        cause,
      });
    }
  };
  try {
    for await (const block of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
      await output.write(decode(block));
      bytes += block.length;
    }
    await output.write(decode());
  } catch (error) {
    throw error instanceof MlopsError ? error : openError(path, error);
  }
}

function assertText(path: string, start: Uint8Array): void {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new MlopsError("FILE_ENCODING_INVALID", `${path} is UTF-16; ${textEncodings.join(" and ")} can be read.`);
  }
  const at = start.indexOf(0);
  if (at >= 0) {
    throw new MlopsError("FILE_DAMAGED", `${path} is not a text file: byte ${at} is a NUL.`, { details: { path } });
  }
}
