import { fileURLToPath } from "node:url";

/** Folder of the config files that apply below a project's own, and alone outside a project. */
export const shippedConfigFolder = fileURLToPath(new URL("../../shipped", import.meta.url));
