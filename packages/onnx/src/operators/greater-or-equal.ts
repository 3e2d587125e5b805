import { comparison } from "../families/comparison.ts";

export default comparison("GreaterOrEqual", (a, b) => a >= b);
