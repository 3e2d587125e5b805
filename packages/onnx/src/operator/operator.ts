import type { Value } from "../interpreter/value.ts";
import type { EvaluationCall, InferenceCall } from "./call.ts";
import type { Fact } from "./fact.ts";

/**
 * One operator: what it gives for what it is given, before the graph runs and when it runs. A file in `operators/`
 * default-exports one, and the folder is the table of operators.
 */
export interface Operator {
  /** As ONNX spells it: `ReduceSum`. The file's name is this in kebab-case. */
  readonly name: string;
  /** "" is the standard operator set. */
  readonly domain: "" | "ai.onnx.ml";
  /** Fewest and most inputs. */
  readonly inputs: readonly [number, number];
  /** Most outputs; 1 where left out. */
  readonly outputs?: number;
  /**
   * Only moves elements of its first input (all inputs, for Concat) to other places: the names of sizes travel with them.
   */
  readonly movesElements?: boolean;
  /** Types and shapes of all outputs that it can have. */
  infer(call: InferenceCall): readonly Fact[];
  /** The outputs; unrounded where their type is narrower than a double. */
  evaluate(call: EvaluationCall): readonly Value[];
}

export function defineOperator(operator: Operator): Operator {
  return operator;
}

/** For inputs of any number. */
export const ANY_NUMBER = 1 << 20;
