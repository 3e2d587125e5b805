import { MlopsError } from "@mlops/core";

/**
 * The columns of the KMA's hourly text answer in their documented order, and the short word that stands for each in
 * the first of its two header lines (`GST` three times for direction, speed and time of the gust, `RN` four times …).
 */
const DOCUMENTED = [
  ["TM", "YYMMDDHHMI"],
  ["STN", "STN"],
  ["WD", "WD"],
  ["WS", "WS"],
  ["GST_WD", "GST"],
  ["GST_WS", "GST"],
  ["GST_TM", "GST"],
  ["PA", "PA"],
  ["PS", "PS"],
  ["PT", "PT"],
  ["PR", "PR"],
  ["TA", "TA"],
  ["TD", "TD"],
  ["HM", "HM"],
  ["PV", "PV"],
  ["RN", "RN"],
  ["RN_DAY", "RN"],
  ["RN_JUN", "RN"],
  ["RN_INT", "RN"],
  ["SD_HR3", "SD"],
  ["SD_DAY", "SD"],
  ["SD_TOT", "SD"],
  ["WC", "WC"],
  ["WP", "WP"],
  ["WW", "WW"],
  ["CA_TOT", "CA"],
  ["CA_MID", "CA"],
  ["CH_MIN", "CH"],
  ["CT", "CT"],
  ["CT_TOP", "CT"],
  ["CT_MID", "CT"],
  ["CT_LOW", "CT"],
  ["VS", "VS"],
  ["SS", "SS"],
  ["SI", "SI"],
  ["ST_GD", "ST"],
  ["TS", "TS"],
  ["TE_005", "TE"],
  ["TE_01", "TE"],
  ["TE_02", "TE"],
  ["TE_03", "TE"],
  ["ST_SEA", "ST"],
  ["WH", "WH"],
  ["BF", "BF"],
  ["IR", "IR"],
  ["IX", "IX"],
] as const;

export type KmaColumn = (typeof DOCUMENTED)[number][0];

/** Where each column stands in a line, and how many columns a whole line has. */
export interface KmaLayout {
  readonly position: ReadonlyMap<KmaColumn, number>;
  readonly fewest: number;
  readonly most: number;
}

const USED: readonly KmaColumn[] = ["TM", "STN", "WD", "WS", "PA", "PS", "TA", "TD", "HM", "PV", "RN", "CA_TOT", "VS"];
const LAST_USED: KmaColumn = "TS";

/** The documented layout. Lines may end after the last column that is used. */
export const DOCUMENTED_LAYOUT: KmaLayout = {
  position: new Map(DOCUMENTED.map(([name], index) => [name, index])),
  fewest: DOCUMENTED.findIndex(([name]) => name === LAST_USED) + 1,
  most: DOCUMENTED.length,
};

/** True for the comment line that names the columns. */
export function isHeaderLine(line: string): boolean {
  return /^#\s*(?:YYMMDDHHMI|TM)\s+STN\b/.test(line);
}

/**
 * The layout that a header line names. A header that agrees with the documented order but stops early says nothing
 * about the rest, so that the documented layout stands; any other decides itself, column by column.
 *
 * @throws MlopsError KMA_RESPONSE_UNEXPECTED where a column that is needed is not named
 */
export function layoutOf(headerLine: string, where: string): KmaLayout {
  const words = headerLine.replace(/^#\s*/, "").trim().split(/\s+/);
  const position = new Map<KmaColumn, number>();
  words.forEach((word, index) => {
    const column = DOCUMENTED.find(([name, short]) => !position.has(name) && (name === word || short === word));
    if (column) position.set(column[0], index);
  });
  const isPrefix = [...position].length === words.length && [...position].every(isDocumented);
  if (isPrefix && words.length < DOCUMENTED_LAYOUT.fewest) return DOCUMENTED_LAYOUT;
  const absent = USED.filter((name) => !position.has(name));
  if (absent.length > 0) {
    throw new MlopsError("KMA_RESPONSE_UNEXPECTED", `The header at ${where} names no column ${absent.join(", ")}.`);
  }
  return { position, fewest: words.length, most: words.length };
}

function isDocumented([name, index]: readonly [KmaColumn, number]): boolean {
  return DOCUMENTED_LAYOUT.position.get(name) === index;
}
