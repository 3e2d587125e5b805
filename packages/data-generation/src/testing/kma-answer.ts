import { HOUR, type Instant, utcOf } from "@mlops/core";

import { formatKmaTime } from "../kma/kma-text.ts";

/** The comment lines of a real answer: a ruler, the columns' short names, and their second words with units. */
export const KMA_HEADER = [
  "#START7777",
  "#23456789012345678901234567890123456789012345678901234567890",
  "# YYMMDDHHMI STN  WD   WS GST  GST  GST     PA     PS PT    PR    TA    TD    HM    PV     RN     RN     RN     RN" +
    "     SD     SD     SD WC WP WW                      CA  CA   CH CT        CT  CT  CT    VS   SS    SI ST    TS" +
    "    TE    TE    TE    TE  ST   WH BF IR IX",
  "#        KST  ID  16  m/s  WD   WS   TM    hPa    hPa  -   hPa     C     C     %   hPa     mm    DAY    JUN    INT" +
    "    HR3    DAY    TOT -- -- ---------------------- TOT MID  MIN -------- TOP MID LOW                  GD     C" +
    "     5    10    20    30 SEA    m --  -  -",
];

/** One line of an answer; the cells that are named replace those of a mild, dry afternoon. */
export function kmaLine(
  at: Instant,
  station: string | number,
  cells: Readonly<Record<string, string | number>> = {},
): string {
  const ordinary: Record<string, string | number> = {
    WD: 29, WS: 2.2, GST_WD: -9, GST_WS: "-9.0", GST_TM: -9, PA: 1002.1, PS: 1012.7, PT: -9, PR: "-9.0",
    TA: 15.2, TD: "8.0", HM: "62.0", PV: 10.7, RN: "-9.0", RN_DAY: 44.5, RN_JUN: 44.5, RN_INT: "-9.0",
    SD_HR3: "-9.0", SD_DAY: "-9.0", SD_TOT: "-9.0", WC: -9, WP: -9, WW: "-", CA_TOT: 7, CA_MID: 7, CH_MIN: 11,
    CT: "Sc", CT_TOP: -9, CT_MID: -9, CT_LOW: -9, VS: 2907, SS: 0.5, SI: 1.88, ST_GD: -9, TS: 19.5,
    TE_005: 20.8, TE_01: 21.2, TE_02: 21.3, TE_03: 21.6, ST_SEA: -9, WH: "-9.0", BF: -9, IR: 3, IX: 2,
  }; // prettier-ignore
  return [formatKmaTime(at), station, ...Object.values({ ...ordinary, ...cells })].join(" ");
}

export function kmaAnswer(...lines: string[]): string {
  return [...KMA_HEADER, ...lines, "#7777END", ""].join("\n");
}

/** The answer that the provider gives to a request: every hour of every station asked for. */
export function kmaTable(query: URLSearchParams): string {
  const first = instantOf(query.get("tm") ?? query.get("tm1") ?? "");
  const last = instantOf(query.get("tm") ?? query.get("tm2") ?? "");
  const lines: string[] = [];
  for (let at = first; at <= last; at += HOUR) {
    for (const station of (query.get("stn") ?? "").split(":")) lines.push(kmaLine(at, station));
  }
  return kmaAnswer(...lines);
}

function instantOf(text: string): Instant {
  const [year = 0, month = 0, day = 0, hour = 0] = [
    text.slice(0, 4),
    text.slice(4, 6),
    text.slice(6, 8),
    text.slice(8, 10),
  ].map(Number);
  return (utcOf(year, month, day, hour) ?? Number.NaN) - 9 * HOUR;
}
