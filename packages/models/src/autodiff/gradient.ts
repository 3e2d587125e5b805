import type { AttributeReader, ElementType, GraphBuilder, NodeOptions, Value } from "@mlops/onnx";

/** A value of the graph whose sizes are all known. */
export interface Place {
  readonly value: Value;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** What a gradient adds to the graph that is under construction: nodes named after gradients, and constants. */
export interface GradientEmitter {
  node(operator: string, inputs: readonly (Value | undefined)[], attributes?: NodeOptions["attributes"]): Value;
  nodes(
    operator: string,
    inputs: readonly (Value | undefined)[],
    count: number,
    attributes?: NodeOptions["attributes"],
  ): Value[];
  /** A float constant of rank 0. */
  number(value: number): Value;
  /** An int64 constant of rank 1. */
  integers(values: readonly number[]): Value;
  /** A float constant of zeros. */
  zeros(shape: readonly number[]): Value;
  readonly builder: GraphBuilder;
}

/** One node on the way back: what it was given, what it gave, and the loss's gradient by what it gave. */
export interface GradientCall {
  readonly attributes: AttributeReader;
  readonly emit: GradientEmitter;
  /** Inputs that are left out are counted, but cannot be asked for. */
  readonly inputCount: number;
  readonly input: (index: number) => Place;
  readonly output: (index: number) => Place;
  /** The integers of an input that is a constant; undefined of another. */
  readonly integersOf: (index: number) => readonly number[] | undefined;
  /** Whether the loss's gradient by this input is asked for; where not, the answer may leave it out. */
  readonly needs: (index: number) => boolean;
  /** By output; undefined where the loss does not depend on it. */
  readonly gradients: readonly (Value | undefined)[];
  /** By the first output, of which the loss depends. */
  readonly gradient: Value;
}

/**
 * The gradient of one ONNX operator: a file in `gradients/`, named after the operator, default-exports one. To add one,
 * write the file, add it to `gradients/catalogue.ts` and a case to `testing/gradient-cases.ts`: the suite holds it against
 * finite differences in double precision.
 */
export interface Gradient {
  /** As ONNX spells it. */
  readonly operator: string;
  /** The loss's gradient by each input, with the input's shape; undefined where it does not depend on it, or is not needed. */
  gradient(call: GradientCall): readonly (Value | undefined)[];
}

export function defineGradient(gradient: Gradient): Gradient {
  return gradient;
}

/**
 * A gradient for a whole part of a graph, in place of those of its nodes, where the formula is shorter than the chain rule
 * step by step. Nothing within the part but its output may be used outside of it.
 */
export interface PartGradient {
  readonly inputs: readonly Value[];
  /** Values within the part that the formula uses. */
  readonly residuals: readonly Value[];
  readonly output: Value;
  /** By input, from the gradient by the output; values of the differentiated graph. */
  gradient(call: PartGradientCall): readonly Value[];
}

export interface PartGradientCall {
  readonly emit: GradientEmitter;
  readonly inputs: readonly Place[];
  readonly residuals: readonly Place[];
  readonly output: Place;
  readonly gradient: Value;
}
