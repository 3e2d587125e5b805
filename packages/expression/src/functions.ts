/** A function of numbers; one of its arguments null gives null. */
export interface NumericFunction {
  readonly kind: "numeric";
  readonly minimum: number;
  readonly maximum: number;
  /** Undefined outside the function's domain. */
  apply(...values: readonly number[]): number | undefined;
}

/** A function that sees nulls. */
export interface NullFunction {
  readonly kind: "null";
  readonly minimum: number;
  readonly maximum: number;
}

export type ExpressionFunction = NumericFunction | NullFunction;

const unary = (apply: (x: number) => number | undefined): NumericFunction => ({
  kind: "numeric",
  minimum: 1,
  maximum: 1,
  apply: (x = 0) => apply(x),
});

const several = (apply: (...values: readonly number[]) => number): NumericFunction => ({
  kind: "numeric",
  minimum: 1,
  maximum: 64,
  apply,
});

/** Every function that an expression may call. */
const functions: Readonly<Record<string, ExpressionFunction>> = {
  abs: unary(Math.abs),
  min: several(Math.min),
  max: several(Math.max),
  /** To a whole number, halves away from zero. */
  round: unary((x) => Math.sign(x) * Math.round(Math.abs(x))),
  floor: unary(Math.floor),
  ceil: unary(Math.ceil),
  /** Natural logarithm, of positive numbers. */
  log: unary((x) => (x > 0 ? Math.log(x) : undefined)),
  exp: unary(Math.exp),
  sqrt: unary((x) => (x >= 0 ? Math.sqrt(x) : undefined)),
  /** True where the argument is null; never null itself. */
  is_null: { kind: "null", minimum: 1, maximum: 1 },
  /** The first argument that is not null. */
  coalesce: { kind: "null", minimum: 2, maximum: 64 },
};

export const functionNames: readonly string[] = Object.keys(functions);

export function functionNamed(name: string): ExpressionFunction | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

/** "takes 1 argument", "takes 2 to 64 arguments". */
export function arityText({ minimum, maximum }: ExpressionFunction): string {
  const count = minimum === maximum ? String(minimum) : `${minimum} to ${maximum}`;
  return `takes ${count} argument${maximum === 1 ? "" : "s"}`;
}
