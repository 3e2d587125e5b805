import { type MlopsError, redactText } from "@mlops/core";

import { hanging } from "./hanging.ts";
import { stackOf } from "./json.ts";
import type { Style } from "./style.ts";

/** An error for people: what happened and where, what to do, how to learn more. */
export function renderError(error: MlopsError, style: Style, options: { readonly stack: boolean }): string {
  const lines = [hanging(`${style.red("error")} `, error.message, style), ...problemLines(error, style)];
  lines.push(hanging(`${style.cyan("hint")}  `, error.hint, style));
  lines.push(style.dim(`      mlops explain ${error.code}`));
  if (options.stack) lines.push(style.dim(redactText(stackOf(error))));
  return lines.join("\n");
}

/** Several problems of one file each get a line of their own, unless the message already names them. */
function problemLines(error: MlopsError, style: Style): string[] {
  const { problems } = error.details;
  if (!Array.isArray(problems)) return [];
  return problems.flatMap((problem: unknown) => {
    if (problem === null || typeof problem !== "object") return [];
    const { file, line, column, message } = problem as Readonly<Record<string, unknown>>;
    if (typeof message !== "string" || error.message.includes(message)) return [];
    const position =
      typeof line === "number" && line > 0 ? `:${line}${typeof column === "number" ? `:${column}` : ""}` : "";
    return [hanging("      ", `${style.bold(`${typeof file === "string" ? file : ""}${position}`)} ${message}`, style)];
  });
}
