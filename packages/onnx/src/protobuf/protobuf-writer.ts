/**
 * The part of the protocol buffer wire format that ONNX needs, written field by field in the order of the calls, so that
 * equal calls give equal bytes. https://protobuf.dev/programming-guides/encoding/
 */
export interface ProtobufWriter {
  /** A varint; negative values take ten bytes, as the format asks. Numbers must be safe integers. */
  integer(field: number, value: number | bigint): void;
  /** 32-bit IEEE 754. */
  float(field: number, value: number): void;
  text(field: number, value: string): void;
  bytes(field: number, value: Uint8Array): void;
  packedIntegers(field: number, values: readonly (number | bigint)[]): void;
  packedFloats(field: number, values: readonly number[]): void;
  message(field: number, write: (nested: ProtobufWriter) => void): void;
  finish(): Uint8Array<ArrayBuffer>;
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

const utf8 = new TextEncoder();

export function protobufWriter(): ProtobufWriter {
  let buffer = new Uint8Array(256);
  let length = 0;

  const reserve = (extra: number): void => {
    if (length + extra <= buffer.length) return;
    const grown = new Uint8Array(Math.max(buffer.length * 2, length + extra));
    grown.set(buffer.subarray(0, length));
    buffer = grown;
  };
  const varint = (value: bigint): void => {
    reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      buffer[length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    buffer[length++] = Number(rest);
  };
  const tag = (field: number, wireType: number): void => varint(BigInt(field * 8 + wireType));
  const block = (field: number, content: Uint8Array): void => {
    tag(field, LENGTH_DELIMITED);
    varint(BigInt(content.length));
    reserve(content.length);
    buffer.set(content, length);
    length += content.length;
  };
  const rawFloat = (value: number): void => {
    reserve(4);
    new DataView(buffer.buffer).setFloat32(length, value, true);
    length += 4;
  };

  return {
    integer(field, value) {
      tag(field, VARINT);
      varint(BigInt(value));
    },
    float(field, value) {
      tag(field, FIXED_32);
      rawFloat(value);
    },
    text: (field, value) => block(field, utf8.encode(value)),
    bytes: block,
    packedIntegers(field, values) {
      tag(field, LENGTH_DELIMITED);
      varint(BigInt(values.reduce<number>((size, value) => size + varintSize(BigInt(value)), 0)));
      for (const value of values) varint(BigInt(value));
    },
    packedFloats(field, values) {
      tag(field, LENGTH_DELIMITED);
      varint(BigInt(values.length * 4));
      for (const value of values) rawFloat(value);
    },
    message(field, write) {
      const nested = protobufWriter();
      write(nested);
      block(field, nested.finish());
    },
    finish: () => buffer.slice(0, length),
  };
}

function varintSize(value: bigint): number {
  let size = 1;
  for (let rest = BigInt.asUintN(64, value) >> 7n; rest > 0n; rest >>= 7n) size++;
  return size;
}
