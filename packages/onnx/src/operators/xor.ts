import { comparison } from "../families/comparison.ts";

export default comparison("Xor", (a, b) => a !== b, ["bool"]);
