import { floats, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { PartGradient } from "../autodiff/gradient.ts";

/** A place where activations are dropped: its masks are inputs of the training step. */
export interface DropoutSite {
  /** Name of the input: bool, 1 where the activation is kept. */
  readonly input: string;
  readonly rate: number;
  /** Elements of one step's mask. */
  readonly size: number;
}

/** Where a network's layers put their nodes. */
export interface Scope {
  readonly graph: GraphBuilder;
  parameter(name: string): Value;
  /** int64, rank 1. */
  integers(values: readonly number[]): Value;
  /** float, rank 0. */
  number(value: number): Value;
  /** 0 or 1 as float, with the shape of what is to be dropped; undefined where nothing is: at rate 0 and in serving. */
  keepMask(shape: (rows: number) => readonly number[], rate: number): Value | undefined;
  /** What kept activations are to be multiplied by, so that their expectation stays (Srivastava et al. 2014). */
  keepScale(rate: number): number;
  /** Tells the differentiation of a shorter formula; of no effect in serving. */
  part(part: PartGradient): void;
}

export interface TrainingScope extends Scope {
  readonly sites: readonly DropoutSite[];
  readonly parts: readonly PartGradient[];
}

/** For a step of `rows` rows. */
export function trainingScope(
  graph: GraphBuilder,
  parameters: ReadonlyMap<string, Value>,
  rows: number,
): TrainingScope {
  const sites: DropoutSite[] = [];
  const parts: PartGradient[] = [];
  return {
    ...sharedScope(graph, parameters),
    sites,
    parts,
    keepMask(shapeFor, rate) {
      if (rate === 0) return undefined;
      const shape = shapeFor(rows);
      const input = `mask${sites.length}`;
      sites.push({ input, rate, size: shape.reduce((product, size) => product * size, 1) });
      const kept = graph.input(input, "bool", shape);
      return graph.node("Cast", [kept], { attributes: { to: { int: 1 } }, label: "keep" });
    },
    keepScale: (rate) => 1 / (1 - rate),
    part: (part) => void parts.push(part),
  };
}

/** For any number of rows, with nothing dropped. */
export function servingScope(graph: GraphBuilder, parameters: ReadonlyMap<string, Value>): Scope {
  return {
    ...sharedScope(graph, parameters),
    keepMask: () => undefined,
    keepScale: () => 1,
    part: () => undefined,
  };
}

function sharedScope(graph: GraphBuilder, parameters: ReadonlyMap<string, Value>) {
  const constants = new Map<string, Value>();
  const once = (key: string, make: () => Value): Value => {
    const value = constants.get(key) ?? make();
    constants.set(key, value);
    return value;
  };
  return {
    graph,
    parameter(name: string): Value {
      const value = parameters.get(name);
      if (value === undefined) throw new TypeError(`the network has no parameter "${name}"`);
      return value;
    },
    integers: (values: readonly number[]) =>
      once(`integers ${values.join(" ")}`, () => graph.constant("integers", int64s(values))),
    number: (value: number) => once(`number ${value}`, () => graph.constant("number", floats([value], []))),
  };
}
