import { comparison } from "../families/comparison.ts";

export default comparison("Less", (a, b) => a < b);
