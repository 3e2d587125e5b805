import type { DistributionName } from "../metadata/metadata.ts";
import type { DistributionFamily } from "./distribution-family.ts";
import { beta } from "./families/beta.ts";
import { gamma } from "./families/gamma.ts";
import { lognormal } from "./families/lognormal.ts";
import { norm } from "./families/norm.ts";
import { studentT } from "./families/student-t.ts";
import { truncnorm } from "./families/truncnorm.ts";
import { uniform } from "./families/uniform.ts";

export type FamilyName = Exclude<DistributionName, "empirical">;

/** In the order in which equal distances prefer them: fewest parameters first. */
export const families: Readonly<Record<FamilyName, DistributionFamily>> = {
  uniform,
  norm,
  lognormal,
  gamma,
  truncnorm,
  beta,
  "student-t": studentT,
};
