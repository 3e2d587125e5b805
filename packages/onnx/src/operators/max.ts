import { variadicExtremum } from "../families/variadic-extremum.ts";

export default variadicExtremum("Max", { real: Math.max, integer: (a, b) => (a > b ? a : b) });
