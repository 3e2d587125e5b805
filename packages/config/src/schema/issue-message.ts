import type { z } from "zod";

const LONGEST_VALUE = 60;

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "an integer",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys",
  record: "a map of keys",
  null: "null",
};

/** The rest of the sentence "KEY must be …": what the schema wants. */
export function describeExpectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${typeWords[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return issue.values.length === 1
        ? `must be ${String(issue.values[0])}`
        : `must be one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `must be ${issue.inclusive === false ? "more than" : "at least"} ${amount(issue.origin, issue.minimum)}`;
    case "too_big":
      return `must be ${issue.inclusive === false ? "less than" : "at most"} ${amount(issue.origin, issue.maximum)}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_union":
      return `must be ${unionWords(issue)}`;
    case "invalid_format":
      return issue.message.startsWith("must ") ? issue.message : `must be a valid ${issue.format}`;
    case "custom":
      return issue.message;
    default:
      return "has a key that is not allowed";
  }
}

export function describeValue(value: unknown): string {
  if (value === undefined) return "absent";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === "object") return "a map of keys";
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function amount(origin: string, bound: number | bigint): string {
  if (origin === "string") return `${bound} characters long`;
  if (origin === "array" || origin === "set") return `${bound} ${Number(bound) === 1 ? "item" : "items"} long`;
  return String(bound);
}

function unionWords(issue: z.core.$ZodIssueInvalidUnion): string {
  const words = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) => {
      if (inner.code === "invalid_type") return [typeWords[inner.expected] ?? inner.expected];
      if (inner.code === "invalid_format") return [inner.message.replace(/^must be /, "")];
      return inner.code === "invalid_value" ? inner.values.map(String) : [];
    }),
  );
  return [...new Set(words)].join(" or ") || "of another form";
}
