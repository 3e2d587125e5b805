import type { ParsedFilter } from "./parsed-filter.ts";

/** Whether the filter lets only numbers or only texts of the field through, so that its types order nothing. */
export function isTypePinned(filter: ParsedFilter, field: string): boolean {
  if (filter.kind === "and") return filter.members.some((member) => isTypePinned(member, field));
  if (filter.kind !== "test" || filter.field !== field) return false;
  const { test } = filter;
  return (
    test.operator === "prefix" ||
    test.operator === "range" ||
    (test.operator === "eq" && (typeof test.value === "string" || typeof test.value === "number"))
  );
}
