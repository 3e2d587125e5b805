import { defineGradient } from "../gradient.ts";

/**
 * Zeros with the gradient in the slice's place: what lies before and after it is told by slices of the input's positions,
 * which holds for every start, end, axis and step.
 */
export default defineGradient({
  operator: "Slice",
  gradient({ emit, gradient, input, output, inputCount }) {
    const { shape } = input(0);
    const size = shape.reduce((product, each) => product * each, 1);
    const count = output(0).shape.reduce((product, each) => product * each, 1);
    const places = emit.node("Reshape", [
      emit.integers(Array.from({ length: size }, (_, at) => at)),
      emit.integers(shape),
    ]);
    const bounds = Array.from({ length: inputCount - 1 }, (_, index) => input(index + 1).value);
    const taken = emit.node("Reshape", [emit.node("Slice", [places, ...bounds]), emit.integers([count, 1])]);
    const flat = emit.node("Reshape", [gradient, emit.integers([count])]);
    const filled = emit.node("ScatterND", [emit.zeros([size]), taken, flat]);
    return [emit.node("Reshape", [filled, emit.integers(shape)])];
  },
});
