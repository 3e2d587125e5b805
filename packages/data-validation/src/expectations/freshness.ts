import { formatInstant, MlopsError } from "@mlops/core";
import { z } from "zod";

import { defineColumnExpectation } from "../expectation/expectation.ts";
import { numberOf } from "../expectation/bounds.ts";
import { valueWhere } from "../sql/where.ts";

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const duration = z.string().regex(/^\d+(?:\.\d+)?[mhd]$/, "must be a duration: 90m, 36h, 7d");

export default defineColumnExpectation({
  name: "freshness",
  summary: "The newest instant or date is not older than a duration before now (or `--at`), and not in the future.",
  example: "36h",
  byRow: false,
  options: { max_age: duration.describe("Minutes, hours or days: `90m`, `36h`, `7d`.") },
  shorthand: { schema: duration, expand: (maxAge: string) => ({ max_age: maxAge }) },
  describe: ({ max_age: maxAge }) => `newest value at most ${maxAge} old`,
  compile({ max_age: maxAge }, { column, judged, now }) {
    const kind = column.declared?.kind ?? "instant";
    if (kind !== "instant" && kind !== "date") {
      throw new MlopsError("EXPECTATION_NOT_APPLICABLE", `"${column.name}" is ${kind}; only instants and dates age.`, {
        hint: "Say what it holds: `type: instant` or `type: { is: date, format: … }`.",
      });
    }
    return {
      form: "statistic",
      aggregates: { newest: `max(${valueWhere(judged.flag, column.as(kind))})` },
      judge({ newest }) {
        const at = numberOf(newest);
        if (at === null) return { holds: undefined, observed: { newest: null } };
        const age = now - at;
        const observed = { newest: formatInstant(at), ageHours: age / 3_600_000 };
        if (age < 0) return { holds: false, observed, reason: "the newest value lies in the future" };
        return { holds: age <= Number(maxAge.slice(0, -1)) * (units[maxAge.slice(-1)] ?? 0), observed };
      },
    };
  },
});
