import fc from "fast-check";

import type { Expression } from "../expression.ts";
import type { ExpressionValues } from "../value-of.ts";

/** Names of every type, some with null: what `scope` declares and `valuesArbitrary` fills. */
export const scope = {
  "metrics.f1": ["number", "null"],
  "metrics.n": "number",
  "params.depth": "number",
  "모델.이름": "string",
  region: ["string", "null"],
  ready: ["boolean", "null"],
  fitted: "boolean",
} as const;

const number = fc.oneof(
  fc.constantFrom(0, 1, 2, 0.5, 1e-5, 1e21, 5e-324, Number.MAX_VALUE),
  fc.nat(100),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);
const text = fc.oneof(fc.constantFrom("", "seoul", "a\"b'c\\", "줄\n바꿈"), fc.string({ unit: "grapheme" }));

const leaf = (value: fc.Arbitrary<Expression>, names: readonly string[]): fc.Arbitrary<Expression> =>
  fc.oneof(
    value,
    fc.constantFrom(...names).map((name): Expression => ({ kind: "name", name })),
  );

const { numeric, textual, logical } = fc.letrec<{ numeric: Expression; textual: Expression; logical: Expression }>(
  (tie) => ({
    numeric: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf(
        number.map((value) => ({ kind: "number", value })),
        ["metrics.f1", "metrics.n", "params.depth"],
      ),
      fc.record({ kind: fc.constant("unary"), operator: fc.constantFrom("-", "+"), operand: tie("numeric") }),
      fc.record({
        kind: fc.constant("binary"),
        operator: fc.constantFrom("+", "-", "*", "/", "%", "**"),
        left: tie("numeric"),
        right: tie("numeric"),
      }),
      fc.record({
        kind: fc.constant("call"),
        function: fc.constantFrom("abs", "round", "floor", "ceil", "log", "exp", "sqrt"),
        arguments: tie("numeric").map((argument) => [argument]),
      }),
      fc.record({
        kind: fc.constant("call"),
        function: fc.constantFrom("min", "max", "coalesce"),
        arguments: fc.array(tie("numeric"), { minLength: 2, maxLength: 3 }),
      }),
    ) as fc.Arbitrary<Expression>,
    textual: leaf(
      text.map((value) => ({ kind: "string", value })),
      ["모델.이름", "region"],
    ),
    logical: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf(
        fc.boolean().map((value) => ({ kind: "boolean", value })),
        ["ready", "fitted"],
      ),
      fc.record({ kind: fc.constant("unary"), operator: fc.constant("not"), operand: tie("logical") }),
      fc.record({
        kind: fc.constant("binary"),
        operator: fc.constantFrom("and", "or", "==", "!="),
        left: tie("logical"),
        right: tie("logical"),
      }),
      fc.oneof(
        ...(["numeric", "textual"] as const).map((type) =>
          fc.record({
            kind: fc.constant("binary"),
            operator: fc.constantFrom("==", "!=", "<", "<=", ">", ">="),
            left: tie(type),
            right: tie(type),
          }),
        ),
      ),
      fc.oneof(
        ...(["numeric", "textual", "logical"] as const).map((type) =>
          fc.record({ kind: fc.constant("in"), item: tie(type), list: fc.array(tie(type), { maxLength: 3 }) }),
        ),
      ),
      fc.record({
        kind: fc.constant("call"),
        function: fc.constant("is_null"),
        arguments: fc.oneof(tie("numeric"), tie("textual"), tie("logical")).map((argument) => [argument]),
      }),
    ) as fc.Arbitrary<Expression>,
  }),
);

/** Expressions that pass the type check against `scope`. */
export const typedExpression: fc.Arbitrary<Expression> = fc.oneof(numeric, textual, logical);

const measured = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double());

export const valuesArbitrary: fc.Arbitrary<ExpressionValues> = fc.record({
  metrics: fc.record({ f1: fc.option<number>(measured), n: measured }),
  params: fc.record({ depth: fc.integer({ min: -3, max: 12 }) }),
  모델: fc.record({ 이름: text }),
  region: fc.option<string>(fc.constantFrom("", "seoul", "busan")),
  ready: fc.option<boolean>(fc.boolean()),
  fitted: fc.boolean(),
});
