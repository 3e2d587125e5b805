/**
 * Whether tests that need a service (`mongodb`, `python`, `shared`, …) run: they do where it is available and are
 * skipped by name where it is not. `MLOPS_REQUIRE`, a list of names with commas, makes a skip a failure, so that a
 * machine that is meant to run everything cannot pass by running less.
 *
 *     describe.skipIf(!requireService("python", interpreter !== undefined))("…", …)
 *
 * @throws Error where the service is required and not available.
 */
export function requireService(name: string, available: boolean, environment = process.env): boolean {
  const required = (environment["MLOPS_REQUIRE"] ?? "").split(",").map((entry) => entry.trim());
  if (!available && required.includes(name)) {
    throw new Error(`MLOPS_REQUIRE names "${name}", but it is not available: its tests would be skipped.`);
  }
  return available;
}
