import { type RandomKey, randomStream, splitKey } from "@mlops/core";

/** How a parameter begins. `bound`: uniform in ±bound. */
export type Initialisation =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "normal"; readonly deviation: number }
  | { readonly kind: "uniform"; readonly bound: number };

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialisation: Initialisation;
}

/** All parameters of a network lie in one vector, in their order, each row-major. */
export function parameterCount(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Each parameter draws from a stream of its own name: another parameter more or less changes no other. */
export function initialParameters(parameters: readonly Parameter[], key: RandomKey): Float32Array<ArrayBuffer> {
  const values = new Float32Array(parameterCount(parameters));
  let offset = 0;
  for (const { name, shape, initialisation } of parameters) {
    const random = randomStream(splitKey(key, "parameter", name));
    const end = offset + sizeOf(shape);
    for (; offset < end; offset++) values[offset] = draw(initialisation, random);
  }
  return values;
}

function draw(initialisation: Initialisation, random: ReturnType<typeof randomStream>): number {
  switch (initialisation.kind) {
    case "constant":
      return initialisation.value;
    case "normal":
      return initialisation.deviation * random.normal();
    case "uniform":
      return (2 * random.uniform() - 1) * initialisation.bound;
  }
}

/** The part of the vector that belongs to each parameter. */
export function parameterViews(
  parameters: readonly Parameter[],
  values: Float32Array,
): ReadonlyMap<string, Float32Array> {
  let offset = 0;
  return new Map(
    parameters.map(({ name, shape }) => [name, values.subarray(offset, (offset += sizeOf(shape)))] as const),
  );
}
