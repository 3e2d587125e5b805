import { malformed, nestedFields, type ProtobufField, textOf } from "./protobuf-reader.ts";

/** The fields of one message by their number, each in the order of the wire. */
export type MessageFields = ReadonlyMap<number, readonly ProtobufField[]>;

const none: readonly ProtobufField[] = [];

export function fieldsOf(fields: Iterable<ProtobufField>): MessageFields {
  const byNumber = new Map<number, ProtobufField[]>();
  for (const field of fields) {
    const known = byNumber.get(field.number);
    if (known === undefined) byNumber.set(field.number, [field]);
    else known.push(field);
  }
  return byNumber;
}

export function messageOf(field: ProtobufField): MessageFields {
  return fieldsOf(nestedFields(field));
}

/** All fields of a repeated one. */
export function all(message: MessageFields, number: number): readonly ProtobufField[] {
  return message.get(number) ?? none;
}

/** The last field of that number: what the format gives for a single one that occurs twice. */
export function last(message: MessageFields, number: number): ProtobufField | undefined {
  return all(message, number).at(-1);
}

export function text(message: MessageFields, number: number): string {
  const field = last(message, number);
  return field === undefined ? "" : textOf(field);
}

/** A map that was written as pairs; a key that occurs twice has no meaning. */
export function pairs<V>(
  fields: readonly ProtobufField[],
  what: string,
  read: (pair: MessageFields) => readonly [string, V],
): Record<string, V> {
  const map = new Map<string, V>();
  for (const field of fields) {
    const [key, value] = read(messageOf(field));
    if (map.has(key)) throw malformed(field.at, `the ${what} "${key}" occurs twice`);
    map.set(key, value);
  }
  return Object.fromEntries(map);
}
