import { MlopsError, parseInstant, type Instant } from "@mlops/core";

/**
 * One option of a command, as data: parsing, `--help`, completion and the reference are all made from it.
 *
 * The flag is the kebab-case form of its key in the option set: `hoursBack` is `--hours-back`.
 */
export interface OptionDefinition<Value = unknown> {
  /** One line for `--help`. */
  readonly summary: string;
  /** `switch` also has a `--no-…` form and is undefined when neither is given. */
  readonly kind: "flag" | "switch" | "value" | "list";
  /** What stands for the value in help: `N`, `FILE`. Only `value` and `list` have one. */
  readonly placeholder?: string;
  /** The accepted words, for help and completion. */
  readonly choices?: readonly string[];
  /** Other long spellings, without dashes. */
  readonly aliases?: readonly string[];
  /** One letter. */
  readonly short?: string;
  /** The environment variable that says the same where the flag is absent. */
  readonly environment?: string;
  /** The default in words where `initial` does not tell it. */
  readonly defaultText?: string;
  /** Dotted path of the configuration key that the flag overrides. */
  readonly configKey?: string;
  /** Logged as a warning where the option is given. */
  readonly caution?: string;
  /** The value is a path relative to the current folder. */
  readonly isPath?: boolean;
  /** The value when the flag is absent. */
  readonly initial: Value;
  /** The value after one occurrence. @throws MlopsError INVALID_ARGUMENT */
  read(text: string, flag: string, previous: Value): Value;
}

export type OptionSet = Readonly<Record<string, OptionDefinition>>;

/** What a command receives for its option set. */
export type OptionValues<Options extends OptionSet> = {
  readonly [Key in keyof Options]: Options[Key] extends OptionDefinition<infer Value> ? Value : never;
};

export interface OptionText {
  readonly placeholder?: string;
  readonly aliases?: readonly string[];
  readonly short?: string;
  readonly environment?: string;
  readonly defaultText?: string;
  readonly configKey?: string;
  readonly caution?: string;
}

export interface NumberRange extends OptionText {
  /** Inclusive. */
  readonly min?: number;
  /** Inclusive. */
  readonly max?: number;
}

/** `--hours-back` for `hoursBack`. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function flag(summary: string, text: OptionText = {}): OptionDefinition<boolean> {
  return { ...text, summary, kind: "flag", initial: false, read: () => true };
}

/** Three states: on, off, not said. */
export function triState(summary: string, text: OptionText = {}): OptionDefinition<boolean | undefined> {
  return { ...text, summary, kind: "switch", initial: undefined, read: () => true };
}

export function text(summary: string, options: OptionText = {}): OptionDefinition<string | undefined> {
  return value(summary, { placeholder: "TEXT", ...options }, (given) => given);
}

/** A path as it was given; relative ones are meant from the current folder. */
export function path(summary: string, options: OptionText = {}): OptionDefinition<string | undefined> {
  return { ...value(summary, { placeholder: "FILE", ...options }, (given) => given), isPath: true };
}

export function integer(summary: string, range: NumberRange = {}): OptionDefinition<number | undefined> {
  return value(summary, { placeholder: "N", ...range }, (given, name) => {
    const number = numberOf(given, name);
    if (!Number.isSafeInteger(number)) throw invalid(name, given, "a whole number is needed");
    return inRange(number, given, name, range);
  });
}

export function decimal(summary: string, range: NumberRange = {}): OptionDefinition<number | undefined> {
  return value(summary, { placeholder: "X", ...range }, (given, name) =>
    inRange(numberOf(given, name), given, name, range),
  );
}

/** An instant with a zone: `2013-10-05T12:00:00Z`. */
export function instant(summary: string, options: OptionText = {}): OptionDefinition<Instant | undefined> {
  return value(summary, { placeholder: "INSTANT", ...options }, (given, name) => {
    try {
      return parseInstant(given);
    } catch (cause) {
      throw new MlopsError("INSTANT_INVALID", `${name} ${quoted(given)} is not an instant with a zone.`, { cause });
    }
  });
}

export function choice<const Word extends string>(
  summary: string,
  choices: readonly Word[],
  options: OptionText = {},
): OptionDefinition<Word | undefined> {
  const definition = value<Word>(summary, { placeholder: choices.join("|"), ...options }, (given, name) => {
    const found = choices.find((word) => word === given);
    if (found === undefined) throw invalid(name, given, `one of ${choices.join(", ")} is needed`);
    return found;
  });
  return { ...definition, choices };
}

/** May be given several times; the values in order. */
export function list(summary: string, options: OptionText = {}): OptionDefinition<readonly string[]> {
  return {
    placeholder: "TEXT",
    ...options,
    summary,
    kind: "list",
    initial: [],
    read: (given, _flag, previous) => [...previous, given],
  };
}

/** A value with a reader of its own. */
export function value<Value>(
  summary: string,
  options: OptionText & { readonly placeholder: string },
  read: (given: string, flag: string) => Value,
): OptionDefinition<Value | undefined> {
  return { ...textOnly(options), summary, kind: "value", initial: undefined, read };
}

export function invalid(flagName: string, given: string, need: string): MlopsError {
  return new MlopsError("INVALID_ARGUMENT", `${flagName} ${quoted(given)} cannot be used: ${need}.`, {
    details: { option: flagName, value: given },
  });
}

/** Leaves out members that belong to one reader only, such as a range. */
function textOnly({
  placeholder,
  aliases,
  short,
  environment,
  defaultText,
  configKey,
  caution,
}: OptionText): OptionText {
  return {
    ...(placeholder !== undefined && { placeholder }),
    ...(aliases && { aliases }),
    ...(short !== undefined && { short }),
    ...(environment !== undefined && { environment }),
    ...(defaultText !== undefined && { defaultText }),
    ...(configKey !== undefined && { configKey }),
    ...(caution !== undefined && { caution }),
  };
}

function quoted(given: string): string {
  return JSON.stringify(given);
}

function numberOf(given: string, name: string): number {
  const number = given.trim() === "" ? Number.NaN : Number(given);
  if (!Number.isFinite(number)) throw invalid(name, given, "a number is needed");
  return number;
}

function inRange(number: number, given: string, name: string, { min, max }: NumberRange): number {
  if (min !== undefined && number < min) throw invalid(name, given, `at least ${min} is needed`);
  if (max !== undefined && number > max) throw invalid(name, given, `at most ${max} is allowed`);
  return number;
}
