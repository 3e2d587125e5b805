/** Text of a file, or the line and reason why its bytes are no UTF-8 text. */
export type DecodedText = { readonly text: string } | { readonly line: number; readonly reason: string };

/** Decodes UTF-8 strictly; a byte order mark is dropped. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { line: 1, reason: "the file is UTF-16 text" };
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return { line: firstBadLine(bytes), reason: "the line has bytes that are not UTF-8" };
  }
}

/** A line feed byte is never part of a longer UTF-8 sequence, so lines can be judged one by one. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start <= bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    try {
      decoder.decode(bytes.subarray(start, end === -1 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end === -1) break;
    start = end + 1;
  }
  return line;
}
