export { checkExpression, type CheckOptions, type ExpressionScope } from "./check-expression.ts";
export { evaluateExpression, type Evaluation, type NullReason } from "./evaluate-expression.ts";
export type {
  ArithmeticOperator,
  BinaryOperator,
  ComparisonOperator,
  Expression,
  ExpressionSource,
  Scalar,
  ScalarType,
  Span,
  UnaryOperator,
} from "./expression.ts";
export { functionNames } from "./functions.ts";
export { isName } from "./names.ts";
export { parseExpression, type ParseOptions } from "./parse-expression.ts";
export { printExpression } from "./print-expression.ts";
export { readExpression } from "./read-expression.ts";
export { references } from "./references.ts";
export type { ExpressionValues } from "./value-of.ts";
