import { instantOfLocal, utcOf } from "@mlops/core";
import { expect, test } from "vitest";

import { commuteModeAt, isInCommute } from "./commute-mode.ts";

const local = (zone: string, month: number, day: number, hour: number, minute = 0): number =>
  instantOfLocal(utcOf(2013, month, day, hour, minute) ?? Number.NaN, zone);

test.each(["Asia/Seoul", "America/New_York", "Australia/Lord_Howe"])("commutes are local to %s", (zone) => {
  for (const [month, day] of [
    [3, 10],
    [7, 1],
    [11, 3],
  ] as const) {
    const modes = Array.from({ length: 24 }, (_, hour) => commuteModeAt(local(zone, month, day, hour, 59), zone));
    expect(modes.map((mode) => mode === "evening")).toEqual(modes.map((_, hour) => hour >= 14 && hour < 19));
    const morning = modes.flatMap((_, hour) =>
      isInCommute("morning", local(zone, month, day, hour), zone) ? [hour] : [],
    );
    expect(morning).toEqual([6, 7, 8, 9]);
    const evening = modes.flatMap((_, hour) =>
      isInCommute("evening", local(zone, month, day, hour), zone) ? [hour] : [],
    );
    expect(evening).toEqual([14, 15, 16, 17, 18]);
    expect(isInCommute("now", local(zone, month, day, 0), zone)).toBe(true);
  }
});
