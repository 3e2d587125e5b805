import { expect, test } from "vitest";

import { matches } from "./matches.ts";
import { parseFilter } from "./parsed-filter.ts";

test.each([
  [{ where: { a: null } }, [true, false, false]],
  [{ where: { a: { exists: false } } }, [false, true, false]],
  [{ where: { a: { ne: null } } }, [false, true, true]],
  [{ where: { a: { ne: 1 } } }, [true, true, false]],
  [{ where: { a: { lt: "b" } } }, [false, false, false]],
  [{ where: { a: { gte: 1, lt: 2 } } }, [false, false, true]],
  [{ where: { a: { in: [null, 1] } } }, [true, false, true]],
  [{ where: { a: { in: [] } } }, [false, false, false]],
  [{ and: [] }, [true, true, true]],
  [{ or: [] }, [false, false, false]],
  [{ where: {} }, [true, true, true]],
])("%j on null, missing and 1", (filter, expected) => {
  const parsed = parseFilter(filter);
  const documents = [{ _id: "x", a: null }, { _id: "x" }, { _id: "x", a: 1 }];
  expect(documents.map((document) => matches(parsed, document))).toEqual(expected);
});
