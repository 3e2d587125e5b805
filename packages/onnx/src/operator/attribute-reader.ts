import type { Attribute, Attributes } from "../model/attribute.ts";
import type { Graph } from "../model/model.ts";
import type { Tensor } from "../model/tensor.ts";

/** A node's attributes by name and kind; undefined where one is not set. An attribute of another kind is an error. */
export interface AttributeReader {
  has(name: string): boolean;
  int(name: string): number | undefined;
  float(name: string): number | undefined;
  text(name: string): string | undefined;
  ints(name: string): readonly number[] | undefined;
  /** 64 bits each. */
  bigints(name: string): readonly bigint[] | undefined;
  floats(name: string): readonly number[] | undefined;
  texts(name: string): readonly string[] | undefined;
  tensor(name: string): Tensor | undefined;
  graph(name: string): Graph;
}

type Kind<A> = A extends unknown ? keyof A : never;

export function attributeReader(attributes: Attributes, fail: (what: string) => Error): AttributeReader {
  const read = <T>(
    name: string,
    kind: Kind<Attribute>,
    pick: (attribute: Attribute) => T | undefined,
  ): T | undefined => {
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (attribute === undefined) return undefined;
    const value = pick(attribute);
    if (value === undefined) throw fail(`has an attribute "${name}" that is not of the kind ${kind}`);
    return value;
  };
  return {
    has: (name) => Object.hasOwn(attributes, name),
    int: (name) => read(name, "int", (it) => ("int" in it ? Number(it.int) : undefined)),
    float: (name) => read(name, "float", (it) => ("float" in it ? Math.fround(it.float) : undefined)),
    text: (name) => read(name, "string", (it) => ("string" in it ? it.string : undefined)),
    ints: (name) => read(name, "ints", (it) => ("ints" in it ? it.ints.map(Number) : undefined)),
    bigints: (name) => read(name, "ints", (it) => ("ints" in it ? it.ints.map(BigInt) : undefined)),
    floats: (name) => read(name, "floats", (it) => ("floats" in it ? it.floats.map(Math.fround) : undefined)),
    texts: (name) => read(name, "strings", (it) => ("strings" in it ? it.strings : undefined)),
    tensor: (name) => read(name, "tensor", (it) => ("tensor" in it ? it.tensor : undefined)),
    graph(name) {
      const graph = read(name, "graph", (it) => ("graph" in it ? it.graph : undefined));
      if (graph === undefined) throw fail(`needs the attribute "${name}"`);
      return graph;
    },
  };
}
