import { defineGradient } from "../gradient.ts";
import { spread } from "../spread.ts";

export default defineGradient({ operator: "ReduceSum", gradient: (call) => [spread(call, call.gradient)] });
