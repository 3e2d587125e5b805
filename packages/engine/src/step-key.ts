import { MlopsError } from "@mlops/core";

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const KEY = /^[A-Za-z0-9][A-Za-z0-9._:+-]*$/;
const LONGEST = 200;

/**
 * The identity of a step in its run: `name`, or `name#key` where a step repeats.
 *
 * @throws MlopsError WORKFLOW_INVALID where it cannot be a part of a document's id
 */
export function stepKey(name: string, key?: string | number): string {
  if (!NAME.test(name)) {
    throw new MlopsError("WORKFLOW_INVALID", `"${name}" is not a step name.`, {
      hint: "Use kebab-case: lower-case letters, digits and single dashes, starting with a letter.",
    });
  }
  const whole = key === undefined ? name : `${name}#${key}`;
  if (key !== undefined && !KEY.test(String(key))) {
    throw new MlopsError("WORKFLOW_INVALID", `"${key}" is not a key for step ${name}.`, {
      hint: "Use letters, digits and any of . _ : + - after the first character.",
    });
  }
  if (whole.length > LONGEST) {
    throw new MlopsError("WORKFLOW_INVALID", `The step key "${whole}" has ${whole.length} characters.`, {
      hint: `Use at most ${LONGEST}; a digest can stand for something long.`,
    });
  }
  return whole;
}
