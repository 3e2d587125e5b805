import type { Graph } from "../model/model.ts";
import type { AttributeReader } from "../operator/attribute-reader.ts";
import { type Fact, fact } from "../operator/fact.ts";
import { ANY_NUMBER, defineOperator } from "../operator/operator.ts";
import { commonKnowledge } from "../shapes/shape.ts";

/** One of two bodies, which see the values around them. */
export default defineOperator({
  name: "If",
  domain: "",
  inputs: [1, 1],
  outputs: ANY_NUMBER,
  infer(call) {
    if (call.input(0).type !== "bool") throw call.fail("takes a bool");
    const [yes, no] = [true, false].map((condition) => call.inferBody(branch(call.attributes, condition), []));
    return (yes ?? []).map((a, index): Fact => {
      const b = no?.[index];
      if (b?.type !== a.type) throw call.fail(`gives two types as its output ${index + 1}`);
      return fact(a.type, commonKnowledge(a.shape, b.shape));
    });
  },
  evaluate: (call) => call.runBody(branch(call.attributes, call.input(0).data[0] === 1), []),
});

function branch(attributes: AttributeReader, condition: boolean): Graph {
  return attributes.graph(condition ? "then_branch" : "else_branch");
}
