/**
 * W&B's transaction log: LevelDB's log format with a file header of its own, and CRC-32 (IEEE) over type and payload
 * instead of a masked CRC-32C.
 *
 *     block = 32768 bytes, counted from the start of the file; the file header counts as a part of the first
 *     chunk = crc32 (u32) · length (u16) · type (u8) · payload, little-endian
 *
 * Less than a chunk header left in a block is filled with zeros. A record is one chunk, or first, middle…, last.
 * https://github.com/google/leveldb/blob/main/doc/log_format.md
 */
export const BLOCK = 32_768;
export const CHUNK_HEADER = 7;
/** ":W&B", the magic number 0xBEE1, version 0. */
export const FILE_HEADER = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);

export const FULL = 1;
export const FIRST = 2;
export const MIDDLE = 3;
export const LAST = 4;
