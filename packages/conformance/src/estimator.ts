import { describe } from "vitest";

import { courseLaws } from "./estimator/course-laws.ts";
import { dataLaws } from "./estimator/data-laws.ts";
import { EstimatorLawBook } from "./estimator/estimator-law.ts";
import type { EstimatorSubject } from "./estimator/estimator-subject.ts";
import { exportLaws } from "./estimator/export-laws.ts";
import { learningLaws } from "./estimator/learning-laws.ts";
import { purityLaws } from "./estimator/purity-laws.ts";

export type { EstimatorSubject, ExportedAnswer } from "./estimator/estimator-subject.ts";

/** Every law of the estimator contract, as tests of one estimator. The whole test of an estimator is one call of this. */
export function estimatorConformance(subject: EstimatorSubject): void {
  describe(`estimator ${subject.estimator.name}`, () => {
    const book = new EstimatorLawBook(subject);
    describe("purity", () => {
      purityLaws(book);
    });
    describe("learning", () => {
      learningLaws(book);
    });
    describe("data", () => {
      dataLaws(book);
    });
    describe("course of a fit", () => {
      courseLaws(book);
    });
    describe("export", () => {
      exportLaws(book);
    });
    book.close();
  });
}
