import { MlopsError } from "@mlops/core";

const SHORTEST = 20;
/** W&B itself issues keys of 40 characters and more. */
const USUAL = 40;

/**
 * Checks the form of a key, never telling it: a JSON Web Token of three parts, else what follows an on-premises prefix
 * ("local-…") is of letters, digits, '_' and '-'. Answers a warning where it is shorter than W&B's own.
 *
 * @throws MlopsError TRACKING_KEY_INVALID
 */
export function checkApiKey(key: string, source: string): string | undefined {
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(key)) return undefined;
  const own = key.slice(key.indexOf("-") + 1);
  const usable = /^[\w-]+$/.test(own) && key.length >= SHORTEST;
  if (!usable) {
    const what =
      key.length < SHORTEST ? `has ${key.length} characters; keys have 40 or more` : "has characters that no key has";
    throw new MlopsError("TRACKING_KEY_INVALID", `The W&B key from ${source} cannot be right: it ${what}.`, {
      hint: "Copy the whole key from https://wandb.ai/authorize and store it with: mlops login --relogin",
      details: { source },
    });
  }
  if (own.length >= USUAL) return undefined;
  return `The W&B key from ${source} has ${own.length} characters; W&B issues keys of ${USUAL} and more.`;
}
