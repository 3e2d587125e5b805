import { defineOperator } from "../operator/operator.ts";

export default defineOperator({
  name: "Identity",
  domain: "",
  inputs: [1, 1],
  movesElements: true,
  infer: (call) => [call.input(0)],
  evaluate: (call) => [call.input(0)],
});
