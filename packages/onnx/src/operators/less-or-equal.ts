import { comparison } from "../families/comparison.ts";

export default comparison("LessOrEqual", (a, b) => a <= b);
