import { comparison } from "../families/comparison.ts";

export default comparison("And", (a, b) => a === 1 && b === 1, ["bool"]);
