import { stdin, stderr } from "node:process";

import { cancelled, MlopsError } from "@mlops/core";

const LONGEST = 4096;

/**
 * One line without echo from a terminal, else the first line of stdin.
 *
 * @throws MlopsError TRACKING_KEY_MISSING where nothing is given, CANCELLED
 */
export async function readKey(prompt: string, signal: AbortSignal): Promise<string> {
  const text = stdin.isTTY ? await readHidden(prompt, signal) : await readPiped();
  const [line = ""] = text.split(/\r?\n/);
  if (line.trim() !== "") return line.trim();
  throw new MlopsError("TRACKING_KEY_MISSING", "No key was given.", {
    hint: "Run `mlops login` in a terminal, or pipe the key to it.",
  });
}

async function readPiped(): Promise<string> {
  let text = "";
  for await (const chunk of stdin) {
    text += (chunk as Buffer).toString();
    if (text.includes("\n") || text.length > LONGEST) break;
  }
  return text;
}

/** The terminal is in raw mode meanwhile, and always left as it was. */
function readHidden(prompt: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const end = (settle: () => void): void => {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
      settle();
    };
    const onData = (chunk: Buffer): void => {
      for (const character of chunk.toString()) {
        if (character === "\r" || character === "\n") return end(() => resolve(text));
        if (character === "\u0003" || character === "\u0004") return end(() => reject(cancelled(signal.reason)));
        text = character === "\u007f" || character === "\b" ? text.slice(0, -1) : text + character;
      }
    };
    stderr.write(prompt);
    stdin.setRawMode(true);
    stdin.on("data", onData);
    stdin.resume();
  });
}
