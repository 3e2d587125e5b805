import { isSecretKey } from "@mlops/core";
import type { z } from "zod";

import type { Problem } from "../problem.ts";
import { displayPath, type KeyPath } from "../yaml/key-path.ts";
import type { Position } from "../yaml/position.ts";
import { describeExpectation, describeValue } from "./issue-message.ts";
import { nearestWord, unknownKeyHint } from "./suggest-key.ts";

type Issue = z.core.$ZodIssue;

/** Where the input at a path came from. */
export interface Located extends Position {
  readonly file: string;
}

export interface ProblemContext {
  readonly schema: z.core.$ZodType;
  /** The value that was judged. */
  readonly input: unknown;
  locate(path: KeyPath, part: "key" | "value"): Located;
}

/** Turns what zod reports into problems with position, offending value and suggestion. */
export function problemsOfIssues(issues: readonly Issue[], context: ProblemContext): readonly Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, context));
}

function problemsOf(issue: Issue, context: ProblemContext): readonly Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(issue.path, key, context));
  if (issue.code === "invalid_union") {
    const branch = likeliestBranch(issue);
    if (branch) return problemsOfIssues(branch, context);
  }
  if (isMissing(issue, context.input)) return [missingKey(issue.path, context)];
  return [invalidValue(issue, context)];
}

function unknownKey(path: KeyPath, key: string, context: ProblemContext): Problem {
  const full = [...path, key];
  const where = path.length === 0 ? "" : ` in ${displayPath(path)}`;
  return {
    code: "KEY_UNKNOWN",
    ...context.locate(full, "key"),
    path: displayPath(full),
    message: `The key "${key}"${where} is unknown.`,
    hint: unknownKeyHint(context.schema, path, key),
  };
}

function missingKey(path: KeyPath, context: ProblemContext): Problem {
  return {
    code: "VALUE_INVALID",
    ...context.locate(path, "key"),
    path: displayPath(path),
    message: `The key ${displayPath(path)} is missing.`,
    hint: `Add "${String(path.at(-1))}".`,
  };
}

function invalidValue(issue: Issue, context: ProblemContext): Problem {
  const value = valueAt(context.input, issue.path);
  const secret = issue.path.some((part) => isSecretKey(String(part)));
  const shown = secret ? "the given value" : describeValue(value);
  const name = displayPath(issue.path) || "the document";
  const message =
    issue.code === "custom" ? `${name}: ${issue.message}` : `${name} ${describeExpectation(issue)}, not ${shown}.`;
  return {
    code: "VALUE_INVALID",
    ...context.locate(issue.path, "value"),
    path: displayPath(issue.path),
    message,
    hint: hintOf(issue, secret ? undefined : value),
  };
}

function hintOf(issue: Issue, value: unknown): string {
  if (issue.code === "custom") return typeof issue.params?.hint === "string" ? issue.params.hint : "";
  if (typeof value === "string") {
    const near = nearestWord(value, wordsOf(issue));
    if (near !== undefined) return `Did you mean "${near}"?`;
    const isNumber = issue.code === "invalid_type" && issue.expected === "number" && value.trim() !== "";
    if (isNumber && Number.isFinite(Number(value))) return "Remove the quotes.";
  }
  if (issue.code === "invalid_type" && issue.expected === "string" && isPlainScalar(value)) {
    return `Quote it: "${value}".`;
  }
  if (issue.code === "invalid_type" && issue.expected === "array" && typeof value === "string") {
    return `Write a list: [${value}].`;
  }
  return "";
}

/** The words that the place accepts. */
function wordsOf(issue: Issue): readonly string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(wordsOf);
  return issue.code === "invalid_value" ? issue.values.filter((item) => typeof item === "string") : [];
}

function isPlainScalar(value: unknown): value is number | boolean {
  return typeof value === "number" || typeof value === "boolean";
}

/** The one branch of a union that the input was meant for: the only one whose problems lie inside the value. */
function likeliestBranch(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  const inside = issue.errors.filter((branch) => branch.every((inner) => !isRootMismatch(inner)));
  const [first] = inside.toSorted((a, b) => a.length - b.length);
  return first?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isRootMismatch(issue: Issue): boolean {
  return issue.path.length === 0 && ["invalid_type", "invalid_value", "invalid_format", "custom"].includes(issue.code);
}

/** Whether the issue is only that a required key is absent. */
export function isMissing(issue: Issue, input: unknown): boolean {
  if (issue.path.length === 0 || valueAt(input, issue.path) !== undefined) return false;
  return issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union";
}

export function valueAt(root: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((node, key) => {
    if (node === null || typeof node !== "object" || !Object.hasOwn(node, key)) return undefined;
    return (node as Readonly<Record<PropertyKey, unknown>>)[key];
  }, root);
}
