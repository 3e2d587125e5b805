import { describe } from "vitest";

import { blobLaws } from "./blob-laws.ts";
import { damageLaws } from "./damage-laws.ts";
import { documentLaws } from "./document-laws.ts";
import { fieldNameLaws } from "./field-name-laws.ts";
import { killLaws } from "./kill-laws.ts";
import { LawBook } from "./law.ts";
import { leaseLaws } from "./lease-laws.ts";
import { lifecycleLaws } from "./lifecycle-laws.ts";
import { processLaws } from "./process-laws.ts";
import { queryLaws } from "./query-laws.ts";
import type { StoreSubject } from "./store-subject.ts";

/** Every law of the store contracts, as tests of one driver. The whole test of a driver is one call of this. */
export function storeConformance(subject: StoreSubject): void {
  describe(`store ${subject.name}`, () => {
    const book = new LawBook(subject);
    describe("documents", () => {
      documentLaws(book);
      fieldNameLaws(book);
    });
    describe("queries", () => {
      queryLaws(book);
    });
    describe("blobs", () => {
      blobLaws(book);
    });
    describe("leases", () => {
      leaseLaws(book);
    });
    describe("lifecycle", () => {
      lifecycleLaws(book);
    });
    describe("many processes", () => {
      processLaws(book, subject);
    });
    describe("killed processes", () => {
      killLaws(book);
    });
    describe("damage", () => {
      damageLaws(book, subject);
    });
    book.close();
  });
}
