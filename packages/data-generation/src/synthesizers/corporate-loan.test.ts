import { randomKey } from "@mlops/core";
import { cellAt, digestTable, type Table } from "@mlops/table";
import { beforeAll, describe, expect, test } from "vitest";

import type { Synthesizer } from "../synthesis/synthesizer.ts";
import corporateLoan from "./corporate-loan.ts";

const rows = 20_000;
let synthesizer: Synthesizer;
let loans: Table;

const open = (options: Readonly<Record<string, unknown>> = {}): Synthesizer =>
  corporateLoan.open(corporateLoan.options.parse(options));

beforeAll(() => {
  synthesizer = open();
  loans = synthesizer.draw(randomKey(3), { start: 0, count: rows });
});

const cells = (name: string, table = loans): readonly unknown[] =>
  Array.from({ length: table.rowCount }, (_, row) => cellAt(table.column(name), row));
const isNull = (name: string): boolean[] => cells(name).map((cell) => cell === null);
const share = (flags: readonly boolean[]): number => flags.filter(Boolean).length / flags.length;
const distinct = (name: string): number => new Set(cells(name).filter((cell) => cell !== null)).size;
const numbers = (name: string): number[] => cells(name).filter((cell) => typeof cell === "number");
const defaults = (table: Table): boolean[] => cells("DLNQ_1M_FLG", table).map((cell) => cell === "Y");

describe("the table", () => {
  test("has 99 columns, which its schema names, and the same rows for the same key", () => {
    expect(loans.schema).toHaveLength(99);
    expect(loans.schema).toEqual(synthesizer.schema);
    const again = synthesizer.draw(randomKey(3), { start: 0, count: rows });
    expect(digestTable(again)).toBe(digestTable(loans));
    expect(digestTable(synthesizer.draw(randomKey(4), { start: 0, count: rows }))).not.toBe(digestTable(loans));
  });

  test("stands at the twelve month-ends of 2024, and every date is counted from them", () => {
    expect(distinct("STD_DATE_NEW")).toBe(12);
    expect(cells("STD_DATE_NEW")).toContain("29FEB2024");
    const day = (text: unknown): number =>
      Date.parse(`${String(text).slice(0, 2)} ${String(text).slice(2, 5)} ${String(text).slice(5)} UTC`) / 86_400_000;
    const [now, first, last, before, until] = [
      "STD_DATE_NEW",
      "init_loan_dt",
      "loan_deadln_dt",
      "DAYS_FROM_INIT",
      "DAYS_UNTIL_MATURITY",
    ].map((name) => cells(name));
    for (let row = 0; row < 500; row += 1) {
      expect(day(now?.[row]) - day(first?.[row])).toBe(before?.[row]);
      expect(last?.[row] === null).toBe(until?.[row] === null);
    }
    const dated = (last ?? []).flatMap((text, row) => (text === null ? [] : [{ text, row }])).slice(0, 500);
    for (const { text, row } of dated) expect(day(text) - day(now?.[row])).toBe(until?.[row]);
  });

  test.each([
    ["seg", 6],
    ["PRODUCT_GB", 2],
    ["BIZ_GB_NEW", 24],
    ["int_rate_cd", 18],
    ["acct_titl_cd", 79],
    ["BF_CRG", 27],
    ["DLNQ_1M_FLG", 2],
    ["QUAL_CHG", 3],
  ])("%s has %d values", (name, count) => {
    expect(distinct(name)).toBe(count);
  });

  test("biz_gb has up to 1,195 values, whose first three characters are 128", () => {
    const table = synthesizer.draw(randomKey(9), { start: 0, count: 60_000 });
    const values = [...new Set(cells("biz_gb", table).map(String))];
    expect(synthesizer.categories?.["biz_gb"]).toHaveLength(1195);
    expect(values.length).toBeGreaterThan(1000);
    expect(new Set(values.map((value) => value.slice(0, 3))).size).toBe(128);
  });

  test.each([
    ["INT_RATE", 0, 21],
    ["acct_titl_cd", 48, 4829],
    ["BF_DLNQNCY_DAY_CNT", 0, 3184],
    ["AF_DLNQNCY_DAY_CNT", 0, 3184],
    ["CLLTRL_LIQUID_BS_AMT", 0, 300_000],
    ["CLLTRL_RATIO", 0, 1.11],
    ["usdkrw", 1319.6, 1470],
  ])("%s lies in %d … %d", (name, low, high) => {
    const values = numbers(name);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
    expect(new Set(values).size).toBeGreaterThan(10);
  });
});

describe("what is missing", () => {
  test("is missing by block", () => {
    const blocks = [
      ["total_assets_this_year", "debt", "net_income_this_year", "operating_cash_flow", "audit_cmmnt_mk"],
      ["BF_CRG", "BF_ASSET_QUALITY", "BF_KIFRS_ADJ_SUM", "BF_BNKRUT_CORP_FLG"],
      ["corp_mk_cd", "ntnl_cd1", "tax_mk_cd"],
      ["brr_objct_grade", "brr_fnl_grade", "brr_dt"],
      ["emply_cd", "duty_cd", "rsdnce_ownrshp_cd"],
    ];
    for (const [first = "", ...others] of blocks) {
      const expected = isNull(first);
      expect(share(expected)).toBeGreaterThan(0);
      for (const other of others) expect(isNull(other), other).toEqual(expected);
    }
  });

  test("is as much as it should be", () => {
    const expected = { debt: 0.965, BF_CRG: 0.1, DAYS_UNTIL_MATURITY: 0.35, emply_cd: 0.78, main_op_ntnl: 0.98 };
    for (const [name, wanted] of Object.entries(expected)) {
      expect(Math.abs(share(isNull(name)) - wanted), name).toBeLessThan(0.015);
    }
    const names = loans.schema.map(({ name }) => name).filter((name) => name.startsWith("AF_"));
    expect(names).toHaveLength(14);
    for (const name of names) expect(share(isNull(name)), name).toBe(0);
  });

  test("has its reason: households have no company, new loans no past", () => {
    const segments = cells("seg");
    expect(isNull("corp_mk_cd")).toEqual(segments.map((segment) => segment === "HOUSEHOLD"));
    expect(isNull("BF_CRG")).toEqual(cells("NEW_EXIT_GB").map((kind) => kind === "NEW"));
  });
});

describe("before and after", () => {
  test("differ where the quality changed, and tell the outcome: a model must not see what came after", () => {
    const [before, after, change] = [cells("BF_CRG"), cells("AF_CRG"), cells("QUAL_CHG")];
    const same = before.flatMap((grade, row) => (grade !== null && change[row] === "NO_CHG" ? [{ grade, row }] : []));
    expect(same.length).toBeGreaterThan(rows / 2);
    expect(same.filter(({ grade, row }) => after[row] !== grade)).toEqual([]);
    const down = change.map((each) => each === "DOWN");
    const outcome = defaults(loans);
    expect(share(down.filter((_, row) => outcome[row]))).toBeGreaterThan(0.7);
    expect(share(down.filter((_, row) => outcome[row] === false))).toBeLessThan(0.06);
  });

  test("amounts by quality sum up to the whole", () => {
    const parts = ["NRML", "SM", "FXD_UNDER"].map((part) => numbers(`AF_KIFRS_ADJ_${part}`));
    const sums = numbers("AF_KIFRS_ADJ_SUM");
    for (const [row, sum] of sums.entries())
      expect(parts.reduce((total, part) => total + (part[row] ?? 0), 0)).toBe(sum);
  });
});

describe("defaults", () => {
  const rateOf = (table: Table): number => share(defaults(table));
  const near = (found: number, wanted: number): void =>
    expect(Math.abs(found - wanted)).toBeLessThan(5 * Math.sqrt((wanted * (1 - wanted)) / rows) + 0.002);

  test("have the base rate, also another one; 0 is never", () => {
    near(rateOf(loans), 0.067);
    near(rateOf(open({ default_rate: 0.2 }).draw(randomKey(1), { start: 0, count: rows })), 0.2);
    expect(rateOf(open({ default_rate: 0 }).draw(randomKey(1), { start: 0, count: 2000 }))).toBe(0);
    expect(rateOf(open({ default_rate: 1 }).draw(randomKey(1), { start: 0, count: 2000 }))).toBe(1);
  });

  /** Defaults among the rows for which the rule of a lineage holds, and the share of defaults that these make. */
  function ruled(table: Table, { rule }: Synthesizer["lineage"]): { readonly inside: number; readonly share: number } {
    const { within, where } = rule as unknown as {
      readonly within: Readonly<Record<string, readonly [number | null, number | null]>>;
      readonly where: Readonly<Record<string, string>>;
    };
    const outcome = defaults(table);
    const holds = outcome.map(() => true);
    for (const [name, text] of Object.entries(where)) {
      for (const [row, cell] of cells(name, table).entries()) if (cell !== text) holds[row] = false;
    }
    for (const [name, [low, high]] of Object.entries(within)) {
      for (const [row, cell] of cells(name, table).entries()) {
        if (Number(cell) < (low ?? -Infinity) || Number(cell) > (high ?? Infinity)) holds[row] = false;
      }
    }
    return {
      inside: share(outcome.filter((_, row) => holds[row])),
      share: share(holds.filter((_, row) => outcome[row])),
    };
  }

  test("are a mixture: three quarters follow the rule that the lineage tells, the rest does not", () => {
    const found = ruled(loans, synthesizer.lineage);
    expect(found.inside).toBeGreaterThan(0.95);
    expect(Math.abs(found.share - 0.75)).toBeLessThan(0.07);
  });

  test("move by the drift: of the rows that the old rule takes, far fewer default", () => {
    const drift = open({ scenario: "drift" });
    const moved = drift.draw(randomKey(3), { start: 0, count: rows });
    near(rateOf(moved), 0.067);
    expect(ruled(moved, drift.lineage).inside).toBeGreaterThan(0.95);
    expect(ruled(moved, synthesizer.lineage).inside).toBeLessThan(0.6);
    expect(digestTable(moved.select(["INT_RATE", "ind_income"]))).toBe(
      digestTable(loans.select(["INT_RATE", "ind_income"])),
    );
  });

  test("an unknown scenario is refused with the nearest", () => {
    expect(() => open({ scenario: "drfit" })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", hint: 'Did you mean "drift"?' }) as Error,
    );
  });
});
