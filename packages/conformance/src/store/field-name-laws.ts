import { expect } from "vitest";

import { awkwardNames } from "./arbitraries.ts";
import type { LawBook } from "./law.ts";
import type { Entry } from "./store-tasks.ts";

/** One law for each name, so that a driver's deviation costs the other laws that name only. */
export function fieldNameLaws(book: LawBook): void {
  for (const name of awkwardNames) {
    book.law(lawOf(name), async ({ open }) => {
      const collection = (await open()).collection<Entry>({ name: "named", indexes: [{ fields: [name] }] });
      const documents = [2, 1].map(
        (n): Entry =>
          Object.fromEntries([
            ["_id", `d${n}`],
            [name, n],
          ]) as Entry,
      );
      await collection.insertManyOnce(documents);
      const where = Object.fromEntries([[name, { gte: 2 }]]);
      expect(await collection.find({ filter: { where } })).toEqual(documents.slice(0, 1));
      const sorted = await collection.find({ sort: [{ field: name, order: "asc" }], limit: 2 });
      expect(sorted).toEqual(documents.toReversed());
      await collection.update("d1", { increment: Object.fromEntries([[name, 1]]) });
      expect(await collection.count({ where })).toBe(2);
    });
  }
}

/** The awkward names that the subject claims to store. */
export function storableNames(book: LawBook): readonly string[] {
  return awkwardNames.filter((name) => book.keeps(lawOf(name)));
}

function lawOf(name: string): string {
  return `a field named ${JSON.stringify(name)} is stored, found, sorted by and changed`;
}
