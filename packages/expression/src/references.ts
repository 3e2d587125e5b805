import { type Expression, partsOf } from "./expression.ts";

/** The names that an expression uses, each once, in the order of their first use. */
export function references(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === "name") names.add(part.name);
    partsOf(part).forEach(visit);
  };
  visit(expression);
  return [...names];
}
