import { comparison } from "../families/comparison.ts";

export default comparison("Or", (a, b) => a === 1 || b === 1, ["bool"]);
