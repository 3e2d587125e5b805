import { MlopsError } from "@mlops/core";

/** One field of a message as it stands on the wire. */
export type ProtobufField =
  | { readonly number: number; readonly kind: "varint"; readonly at: number; readonly value: bigint }
  | { readonly number: number; readonly kind: "fixed"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly number: number; readonly kind: "block"; readonly at: number; readonly bytes: Uint8Array };

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The fields of one message, in order; nested messages are blocks that the caller reads in turn, and fields that it does
 * not know it passes over. `base` is the offset of `bytes` in the file, for messages.
 *
 * @throws MlopsError ONNX_MALFORMED where the bytes end inside a field or are no protocol buffer.
 */
export function* protobufFields(bytes: Uint8Array, base = 0): Generator<ProtobufField> {
  let position = 0;

  const varint = (): bigint => {
    const start = position;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[position++];
      if (byte === undefined) throw malformed(base + start, "the bytes end inside a number");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw malformed(base + start, "a number is longer than ten bytes");
  };
  const take = (length: number, at: number): Uint8Array => {
    if (length > bytes.length - position) {
      throw malformed(base + at, `a field of ${length} bytes runs past the end`);
    }
    const taken = bytes.subarray(position, position + length);
    position += length;
    return taken;
  };

  while (position < bytes.length) {
    const start = position;
    const tag = varint();
    const number = Number(tag >> 3n);
    if (number < 1 || number > 0x1fff_ffff) throw malformed(base + start, `field number ${number} is not allowed`);
    switch (Number(tag & 7n)) {
      case 0:
        yield { number, kind: "varint", at: base + start, value: varint() };
        break;
      case 1:
        yield { number, kind: "fixed", at: base + start, bytes: take(8, start) };
        break;
      case 2: {
        const length = Number(varint());
        const at = base + position;
        yield { number, kind: "block", at, bytes: take(length, start) };
        break;
      }
      case 5:
        yield { number, kind: "fixed", at: base + start, bytes: take(4, start) };
        break;
      default:
        throw malformed(base + start, `wire type ${tag & 7n} is not one that ONNX uses`);
    }
  }
}

/** The field as a signed 64-bit integer that a number can hold exactly. */
export function integerOf(field: ProtobufField): number {
  if (field.kind !== "varint") throw malformed(field.at, `field ${field.number} should be a number`);
  const value = Number(BigInt.asIntN(64, field.value));
  if (!Number.isSafeInteger(value)) throw malformed(field.at, `field ${field.number} is out of range: ${value}`);
  return value;
}

export function textOf(field: ProtobufField): string {
  try {
    return utf8.decode(blockOf(field));
  } catch (error) {
    if (error instanceof MlopsError) throw error;
    throw malformed(field.at, `field ${field.number} is not UTF-8 text`);
  }
}

export function nestedFields(field: ProtobufField): Generator<ProtobufField> {
  return protobufFields(blockOf(field), field.at);
}

export function malformed(offset: number, why: string): MlopsError {
  return new MlopsError("ONNX_MALFORMED", `Not a readable ONNX model: at byte ${offset}, ${why}.`, {
    details: { offset, reason: why },
  });
}

function blockOf(field: ProtobufField): Uint8Array {
  if (field.kind !== "block") throw malformed(field.at, `field ${field.number} should hold bytes`);
  return field.bytes;
}
