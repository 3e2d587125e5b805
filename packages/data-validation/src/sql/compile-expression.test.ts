import { queryFiles } from "@mlops/adapters";
import { evaluateExpression, type Expression, parseExpression, printExpression } from "@mlops/expression";
import fc from "fast-check";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";

import { compileExpression } from "./compile-expression.ts";
import { sqlLiteral } from "./literal.ts";

/** Small whole numbers and halves: every intermediate result is exact, also where two libraries round differently. */
const number = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 0.5, 4, 1e308).map((value): Expression => ({ kind: "number", value })),
  fc.constantFrom("x", "y").map((name): Expression => ({ kind: "name", name })),
);
const text = fc.oneof(
  fc.constantFrom("", "a", "b'\"\\", "한글").map((value): Expression => ({ kind: "string", value })),
  fc.constant<Expression>({ kind: "name", name: "s" }),
);

const { logical } = fc.letrec<{ numeric: Expression; logical: Expression }>((tie) => ({
  numeric: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    number,
    fc.record({ kind: fc.constant("unary"), operator: fc.constantFrom("-", "+"), operand: tie("numeric") }),
    fc.record({
      kind: fc.constant("binary"),
      operator: fc.constantFrom("+", "-", "*", "/", "%"),
      left: tie("numeric"),
      right: tie("numeric"),
    }),
    fc.record({
      kind: fc.constant("call"),
      function: fc.constantFrom("abs", "round", "floor", "ceil", "sqrt"),
      arguments: tie("numeric").map((argument) => [argument]),
    }),
    fc.record({
      kind: fc.constant("call"),
      function: fc.constantFrom("min", "max", "coalesce"),
      arguments: fc.array(tie("numeric"), { minLength: 2, maxLength: 3 }),
    }),
  ) as fc.Arbitrary<Expression>,
  logical: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant<Expression>({ kind: "name", name: "f" }),
    fc.record({ kind: fc.constant("unary"), operator: fc.constant("not"), operand: tie("logical") }),
    fc.record({
      kind: fc.constant("binary"),
      operator: fc.constantFrom("and", "or", "==", "!="),
      left: tie("logical"),
      right: tie("logical"),
    }),
    fc.record({
      kind: fc.constant("binary"),
      operator: fc.constantFrom("==", "!=", "<", "<=", ">", ">="),
      left: tie("numeric"),
      right: tie("numeric"),
    }),
    fc.record({ kind: fc.constant("binary"), operator: fc.constantFrom("==", "<"), left: text, right: text }),
    fc.record({ kind: fc.constant("in"), item: tie("numeric"), list: fc.array(tie("numeric"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("in"), item: text, list: fc.array(text, { maxLength: 2 }) }),
    fc.record({
      kind: fc.constant("call"),
      function: fc.constant("is_null"),
      arguments: tie("numeric").map((argument) => [argument]),
    }),
  ) as fc.Arbitrary<Expression>,
}));

const numbers = [null, 0, 1, -1.5, 3];
const texts = [null, "", "a", "한글"];
const rows = numbers.flatMap((x, index) =>
  numbers.map((y, other) => ({
    x,
    y,
    s: texts[(index + other) % texts.length] ?? null,
    f: [null, true, false][(index * 2 + other) % 3] ?? null,
  })),
);
const literal = (value: number | string | boolean | null): string => (value === null ? "NULL" : sqlLiteral(value));
const relation = `(VALUES ${rows
  .map(({ x, y, s, f }, index) => `(${index}, ${literal(x)}, ${literal(y)}, ${literal(s)}, ${literal(f)})`)
  .join(", ")}) AS t(i, x, y, s, f)`;

async function computed(expressions: readonly Expression[]): Promise<unknown[][]> {
  const selected = expressions.map((each, index) => `${compileExpression(each, (name) => name)}::BOOLEAN AS e${index}`);
  await using result = await queryFiles(`SELECT ${selected.join(", ")} FROM ${relation} ORDER BY i`, {
    folder: tmpdir(),
  });
  const { table } = await result.read();
  return expressions.map((_, index) =>
    Array.from({ length: table.rowCount }, (__, row) => table.cell(`e${index}`, row)),
  );
}

test("SQL and evaluation agree on random conditions, nulls and overflows included", async () => {
  const expressions = fc.sample(logical, { numRuns: 300, seed: 5 });
  for (let start = 0; start < expressions.length; start += 50) {
    const part = expressions.slice(start, start + 50);
    const answers = await computed(part);
    for (const [index, expression] of part.entries()) {
      const expected = rows.map((row) => evaluateExpression(expression, row).value);
      expect(answers[index], printExpression(expression)).toEqual(expected);
    }
  }
});

test("functions whose last digit differs between libraries agree on what is null", async () => {
  const texts = [
    "is_null(log(x))",
    "is_null(exp(x * 1000))",
    "is_null(x ** 0.5)",
    "is_null(0 ** x)",
    "log(exp(x)) > x - 0.1",
  ];
  const expressions = texts.map((each) => parseExpression(each).expression);
  const answers = await computed(expressions);
  for (const [index, expression] of expressions.entries()) {
    expect(answers[index], texts[index]).toEqual(rows.map((row) => evaluateExpression(expression, row).value));
  }
});

test("a deep expression does not grow without end", () => {
  const deep = parseExpression(`x${" + 1 / (x".repeat(40)}${")".repeat(40)} > 0`).expression;
  expect(compileExpression(deep, (name) => name).length).toBeLessThan(40_000);
});
