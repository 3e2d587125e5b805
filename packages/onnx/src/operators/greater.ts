import { comparison } from "../families/comparison.ts";

export default comparison("Greater", (a, b) => a > b);
