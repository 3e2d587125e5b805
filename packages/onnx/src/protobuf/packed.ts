import { malformed, type ProtobufField } from "./protobuf-reader.ts";

/** A repeated integer, whether packed or one field each. Values are unsigned 64-bit as they stand on the wire. */
export function packedIntegers(fields: readonly ProtobufField[]): bigint[] {
  const values: bigint[] = [];
  for (const field of fields) {
    if (field.kind === "varint") values.push(field.value);
    else if (field.kind === "block") readVarints(field.bytes, field.at, values);
    else throw malformed(field.at, `field ${field.number} should hold integers`);
  }
  return values;
}

/** A repeated float (width 4) or double (width 8), whether packed or one field each. */
export function packedReals(fields: readonly ProtobufField[], width: 4 | 8): number[] {
  const values: number[] = [];
  for (const field of fields) {
    if (field.kind === "varint" || (field.kind === "fixed" && field.bytes.length !== width)) {
      throw malformed(field.at, `field ${field.number} should hold ${width * 8}-bit numbers`);
    }
    const { bytes } = field;
    if (bytes.length % width !== 0) throw malformed(field.at, `${bytes.length} bytes are no ${width * 8}-bit numbers`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += width) {
      values.push(width === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
    }
  }
  return values;
}

/** Bytes of up to four groups of seven bits are read as a number, which is most of them; longer ones as a bigint. */
function readVarints(bytes: Uint8Array, at: number, into: bigint[]): void {
  let position = 0;
  while (position < bytes.length) {
    const start = position;
    let low = 0;
    let high = 0n;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[position++];
      if (byte === undefined) throw malformed(at + start, "the bytes end inside a number");
      if (shift >= 70) throw malformed(at + start, "a number is longer than ten bytes");
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else high |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte < 0x80) break;
    }
    into.push(BigInt.asUintN(64, high + BigInt(low)));
  }
}
