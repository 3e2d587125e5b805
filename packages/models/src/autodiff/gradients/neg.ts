import { defineGradient } from "../gradient.ts";

export default defineGradient({ operator: "Neg", gradient: ({ emit, gradient }) => [emit.node("Neg", [gradient])] });
