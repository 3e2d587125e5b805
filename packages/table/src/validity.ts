/**
 * One bit per row, least significant first, 1 where the row has a value (the layout of Apache Arrow). `null` stands for
 * "every row has a value".
 */
export type Validity = Uint8Array | null;

export function isValid(validity: Validity, row: number): boolean {
  return validity === null || (((validity[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 1;
}

/** A bitmap of `length` rows, all without a value. */
function emptyValidity(length: number): Uint8Array {
  return new Uint8Array((length + 7) >>> 3);
}

export function markValid(validity: Uint8Array, row: number): void {
  const byte = row >>> 3;
  validity[byte] = (validity[byte] ?? 0) | (1 << (row & 7));
}

/** Rows without a value among the first `length`. */
export function countNulls(validity: Validity, length: number): number {
  if (validity === null) return 0;
  let valid = 0;
  for (let row = 0; row < length; row += 1) if (isValid(validity, row)) valid += 1;
  return length - valid;
}

/** The bitmap of `valid(row)` over `length` rows, or null where all are valid. */
export function validityOf(length: number, valid: (row: number) => boolean): Validity {
  const bitmap = emptyValidity(length);
  let all = true;
  for (let row = 0; row < length; row += 1) {
    if (valid(row)) markValid(bitmap, row);
    else all = false;
  }
  return all ? null : bitmap;
}
