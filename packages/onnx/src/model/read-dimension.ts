import { last, messageOf, text } from "../protobuf/message-fields.ts";
import { integerOf, type ProtobufField } from "../protobuf/protobuf-reader.ts";
import { type Dimension, UNKNOWN_DIMENSION } from "./model.ts";

/** TensorShapeProto.Dimension; a negative size, which some exporters write, says nothing. */
export function readDimension(field: ProtobufField): Dimension {
  const dimension = messageOf(field);
  const value = last(dimension, 1);
  if (value === undefined) return text(dimension, 2) || UNKNOWN_DIMENSION;
  const size = integerOf(value);
  return size < 0 ? UNKNOWN_DIMENSION : size;
}
