import { variadicExtremum } from "../families/variadic-extremum.ts";

export default variadicExtremum("Min", { real: Math.min, integer: (a, b) => (a < b ? a : b) });
