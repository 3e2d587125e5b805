import { comparison } from "../families/comparison.ts";
import { numericTypes } from "../families/element-types.ts";

/** Texts too, from operator set 19. */
export default comparison("Equal", (a, b) => a === b, [...numericTypes, "bool", "string"]);
