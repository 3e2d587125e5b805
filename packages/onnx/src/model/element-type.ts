/** The tensor element types of ONNX by their name in the specification's text form, with their code in TensorProto.DataType. */
export const elementTypeCodes = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;

export type ElementType = keyof typeof elementTypeCodes;

const namesByCode = new Map<number, ElementType>(
  Object.entries(elementTypeCodes).map(([name, code]) => [code, name as ElementType]),
);

/** The name of a code, or null where it is a type that came after this list. */
export function elementTypeOf(code: number): ElementType | null {
  return namesByCode.get(code) ?? null;
}
