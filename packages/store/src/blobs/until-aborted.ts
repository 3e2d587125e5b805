import { cancelled } from "@mlops/core";

/**
 * The chunks of `content` until one of `signals` aborts, also while waiting for a source that gives nothing more.
 *
 * @throws MlopsError CANCELLED
 */
export async function* untilAborted(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  signals: readonly AbortSignal[],
): AsyncIterable<Uint8Array> {
  const signal = AbortSignal.any([...signals]);
  if (signal.aborted) throw cancelled(signal.reason);
  if (content instanceof Uint8Array) {
    yield content;
    return;
  }
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined);
  const onAbort = (): void => aborted.reject(cancelled(signal.reason));
  signal.addEventListener("abort", onAbort, { once: true });
  const iterator = content[Symbol.asyncIterator]();
  let finished = false;
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted.promise]);
      if (next.done === true) {
        finished = true;
        return;
      }
      yield next.value;
    }
  } catch (error) {
    finished ||= !signal.aborted;
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
    // A source that hangs would hang in its clean-up as well, so that nobody waits for it.
    if (!finished) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
