/**
 * The same bytes in chunks of `size` bytes; the last one may be smaller. All chunks use one memory: each is valid until
 * the next one is asked for.
 */
export async function* inChunksOf(size: number, content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const chunk = new Uint8Array(size);
  let filled = 0;
  for await (const part of content) {
    for (let start = 0; start < part.byteLength;) {
      const taken = part.subarray(start, start + size - filled);
      chunk.set(taken, filled);
      start += taken.byteLength;
      filled += taken.byteLength;
      if (filled < size) continue;
      yield chunk;
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}
