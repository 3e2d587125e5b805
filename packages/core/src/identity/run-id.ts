const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const RUN_ID = /^r\d{14}[a-z0-9]{6}$/;

/**
 * `r` + UTC `yyyymmddhhmmss` + 6 characters of [a-z0-9]: sorts by start. The randomness comes from the caller's secure
 * generator, never from the run's seed, so that equal seeds never collide.
 *
 * @param entropy at least 6 bytes
 */
export function runId(wallMilliseconds: number, entropy: Uint8Array): string {
  if (entropy.length < 6) throw new RangeError("a run id needs 6 bytes of entropy");
  const stamp = new Date(wallMilliseconds).toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const suffix = Array.from(entropy.subarray(0, 6), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return `r${stamp}${suffix}`;
}

export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}
