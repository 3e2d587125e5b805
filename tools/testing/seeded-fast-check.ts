/**
 * fast-check as the tests see it: the same examples in every run, so that a change fails for what it changed.
 * `MLOPS_PROPERTY_SEED=random` looks at new ones; a number repeats those of a failure's report.
 */
import fc from "../../node_modules/fast-check/lib/fast-check.js";

const chosen = process.env["MLOPS_PROPERTY_SEED"] ?? "42";
if (chosen !== "random") {
  const seed = Number(chosen);
  if (!Number.isInteger(seed)) throw new Error(`MLOPS_PROPERTY_SEED is "${chosen}": give a whole number, or "random".`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}

export * from "../../node_modules/fast-check/lib/fast-check.js";
export default fc;
