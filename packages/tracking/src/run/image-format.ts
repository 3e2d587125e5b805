import { MlopsError } from "@mlops/core";

export interface ImageFormat {
  readonly format: "png" | "jpg" | "gif" | "webp";
  /** Pixels; null where the header does not tell them simply. */
  readonly width: number | null;
  readonly height: number | null;
}

/** @throws MlopsError TRACKING_VALUE_INVALID where the bytes are no PNG, JPEG, GIF or WebP */
export function imageFormat(bytes: Buffer, path: string): ImageFormat {
  const starts = (text: string, at = 0): boolean =>
    bytes.subarray(at, at + text.length).equals(Buffer.from(text, "latin1"));
  if (starts("\x89PNG\r\n\x1a\n") && bytes.length >= 24) {
    return { format: "png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if ((starts("GIF87a") || starts("GIF89a")) && bytes.length >= 10) {
    return { format: "gif", width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  }
  if (starts("\xff\xd8\xff")) return { format: "jpg", ...jpegSize(bytes) };
  if (starts("RIFF") && starts("WEBP", 8)) return { format: "webp", width: null, height: null };
  throw new MlopsError("TRACKING_VALUE_INVALID", `${path} is no PNG, JPEG, GIF or WebP image.`, { details: { path } });
}

/** The frame header of a JPEG file (SOF0 to SOF15 without DHT, JPG and DAC) holds its size. */
function jpegSize(bytes: Buffer): { width: number | null; height: number | null } {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return { width: null, height: null };
}
