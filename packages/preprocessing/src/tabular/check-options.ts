import { type JsonValue, MlopsError } from "@mlops/core";
import { nearestName } from "@mlops/table";
import type { z } from "zod";

/** Parameters as a recipe writes them. */
export interface GivenOptions {
  readonly options: Readonly<Record<string, JsonValue>>;
  /** Where all of them, or one, stand: `recipes/credit.yaml:12`. */
  readonly where?: (parameter?: string) => string;
}

/**
 * The parameters with their defaults.
 *
 * @param label whose they are, for messages: "Step 2 (simple_imputer)"
 * @throws MlopsError PREPROCESSOR_OPTION_INVALID naming the parameter, its value, what it may be, and where it stands
 */
export function checkOptions<Schema extends z.ZodType>(
  schema: Schema,
  { options, where }: GivenOptions,
  label: string,
): z.output<Schema> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const parameter = unknown ?? String(issue?.path[0] ?? "");
  const place = where?.(parameter);
  const details = { parameter, value: options[parameter] ?? null, ...(place === undefined ? {} : { where: place }) };
  const at = place === undefined ? "" : ` at ${place}`;
  if (unknown !== undefined) throw unknownParameter(`${label}${at}`, unknown, schema, details);
  const value = JSON.stringify(options[parameter]) ?? "nothing";
  throw new MlopsError("PREPROCESSOR_OPTION_INVALID", `${label} has ${parameter}: ${value}${at}. ${issue?.message}.`, {
    details,
  });
}

function unknownParameter(label: string, name: string, schema: z.ZodType, details: object): MlopsError {
  const known = parameterNames(schema);
  const near = nearestName(name, known);
  return new MlopsError(
    "PREPROCESSOR_OPTION_INVALID",
    `${label} has no parameter "${name}"; there are ${known.join(", ")}.`,
    { ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }), details: { ...details, known } },
  );
}

/** The parameters of an options object, for messages and help. */
function parameterNames(schema: z.ZodType): string[] {
  const { shape } = schema as { readonly shape?: Readonly<Record<string, unknown>> };
  return Object.keys(shape ?? {});
}
