import { defineGradient } from "../gradient.ts";

export default defineGradient({ operator: "Identity", gradient: ({ gradient }) => [gradient] });
