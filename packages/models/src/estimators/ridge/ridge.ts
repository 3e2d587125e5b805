import { fitRidge } from "./fit-ridge.ts";
import { predictRidge } from "./predict-ridge.ts";
import { ridgeToOnnx } from "./ridge-to-onnx.ts";

/** The estimator as recipes name it. */
const ridge = {
  name: "ridge",
  aliases: ["mlops.ridge", "sklearn.linear_model.Ridge"],
  summary: "Ridge regression in closed form; the penalty by cross-validation in order of time.",
  fit: fitRidge,
  predict: predictRidge,
  toOnnx: ridgeToOnnx,
} as const;

export default ridge;
