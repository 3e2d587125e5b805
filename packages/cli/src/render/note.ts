import { hanging } from "./hanging.ts";
import type { Style } from "./style.ts";

/** `! text`: something that the reader should know about a result. */
export function renderNote(text: string, style: Style): string {
  return hanging(`${style.yellow("!")} `, text, style);
}
