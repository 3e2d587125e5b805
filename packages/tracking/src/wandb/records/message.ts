import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** The kinds of fields that the log's records use. Integers are those that a number holds exactly. */
export type Scalars = { text: string; integer: number; flag: boolean; texts: readonly string[] };

export interface ScalarField<Kind extends keyof Scalars = keyof Scalars> {
  readonly kind: Kind;
  readonly number: number;
}

export interface NestedField<Shape extends MessageShape = MessageShape> {
  readonly kind: "message" | "messages";
  readonly number: number;
  readonly shape: Shape;
}

type Field = ScalarField | NestedField;

/** A part of a protobuf message: the fields that this product reads or writes, by its own names for them. */
export interface MessageShape {
  readonly [name: string]: Field;
}

type ValueOf<Each> = Each extends { readonly kind: "message"; readonly shape: infer Shape extends MessageShape }
  ? MessageOf<Shape>
  : Each extends { readonly kind: "messages"; readonly shape: infer Shape extends MessageShape }
    ? readonly MessageOf<Shape>[]
    : Each extends { readonly kind: infer Kind extends keyof Scalars }
      ? Scalars[Kind]
      : never;

export type MessageOf<Shape extends MessageShape> = { readonly [Name in keyof Shape]?: ValueOf<Shape[Name]> };

const scalar =
  <Kind extends keyof Scalars>(kind: Kind) =>
  (number: number): ScalarField<Kind> => ({ kind, number });

export const text = scalar("text");
export const texts = scalar("texts");
export const integer = scalar("integer");
export const flag = scalar("flag");

export function message<const Shape extends MessageShape>(number: number, shape: Shape) {
  return { kind: "message", number, shape } as const;
}

export function messages<const Shape extends MessageShape>(number: number, shape: Shape) {
  return { kind: "messages", number, shape } as const;
}

export function encodeMessage<Shape extends MessageShape>(shape: Shape, value: MessageOf<Shape>): Uint8Array {
  const writer = new BinaryWriter();
  writeFields(writer, shape, value);
  return writer.finish();
}

function writeFields(writer: BinaryWriter, shape: MessageShape, values: Readonly<Record<string, unknown>>): void {
  for (const name in values) {
    const field = shape[name];
    const value = values[name];
    if (field !== undefined && value !== undefined) writeField(writer, field, value);
  }
}

/** Values that equal a field's default are left out, as proto3 asks; a nested message that is there is always written. */
function writeField(writer: BinaryWriter, field: Field, value: unknown): void {
  const { number } = field;
  switch (field.kind) {
    case "text":
      if (value !== "") writer.tag(number, WireType.LengthDelimited).string(value as string);
      return;
    case "texts":
      for (const each of value as readonly string[]) writer.tag(number, WireType.LengthDelimited).string(each);
      return;
    case "integer":
      if (value !== 0) writer.tag(number, WireType.Varint).int64(value as number);
      return;
    case "flag":
      if (value === true) writer.tag(number, WireType.Varint).bool(true);
      return;
    case "message":
      writeNested(writer, field, value);
      return;
    case "messages":
      for (const each of value as readonly unknown[]) writeNested(writer, field, each);
  }
}

function writeNested(writer: BinaryWriter, { number, shape }: NestedField, value: unknown): void {
  writer.tag(number, WireType.LengthDelimited).fork();
  writeFields(writer, shape, value as Readonly<Record<string, unknown>>);
  writer.join();
}

/**
 * The known fields of a message; others are passed over.
 *
 * @throws Error where the bytes are no message of that shape
 */
export function decodeMessage<Shape extends MessageShape>(shape: Shape, bytes: Uint8Array): MessageOf<Shape> {
  return readFields(new BinaryReader(bytes), shape, bytes.length) as MessageOf<Shape>;
}

function readFields(reader: BinaryReader, shape: MessageShape, end: number): Record<string, unknown> {
  const byNumber = fieldsByNumber(shape);
  const values: Record<string, unknown> = {};
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const known = byNumber.get(number);
    if (known === undefined) {
      reader.skip(wireType, number);
      continue;
    }
    const [name, field] = known;
    if (wireType !== wireTypeOf(field)) throw new Error(`field ${number} has the wire type ${wireType}`);
    const value = readField(reader, field);
    const isRepeated = field.kind === "texts" || field.kind === "messages";
    values[name] = isRepeated ? [...((values[name] as unknown[] | undefined) ?? []), value] : value;
  }
  if (reader.pos !== end) throw new Error("a field runs over the end of its message");
  return values;
}

function readField(reader: BinaryReader, field: Field): unknown {
  switch (field.kind) {
    case "text":
    case "texts":
      return reader.string();
    case "integer":
      return Number(reader.int64());
    case "flag":
      return reader.bool();
    case "message":
    case "messages": {
      const length = reader.uint32();
      return readFields(reader, field.shape, reader.pos + length);
    }
  }
}

function wireTypeOf({ kind }: Field): WireType {
  if (kind === "integer" || kind === "flag") return WireType.Varint;
  return WireType.LengthDelimited;
}

const numbered = new WeakMap<MessageShape, ReadonlyMap<number, readonly [string, Field]>>();

function fieldsByNumber(shape: MessageShape): ReadonlyMap<number, readonly [string, Field]> {
  const known = numbered.get(shape);
  if (known) return known;
  const made = new Map(Object.entries(shape).map(([name, field]) => [field.number, [name, field] as const]));
  numbered.set(shape, made);
  return made;
}
