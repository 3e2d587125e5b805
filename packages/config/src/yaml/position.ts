/** Where something stands in a text; both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface PathPositions {
  readonly key: Position;
  readonly value: Position;
}
