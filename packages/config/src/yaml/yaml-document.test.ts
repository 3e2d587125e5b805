import fc from "fast-check";
import { expect, test } from "vitest";

import { readYaml } from "./yaml-document.ts";

const firstProblem = (content: Uint8Array | string) => {
  const document = readYaml(content, "x.yaml");
  expect(document.value).toBeUndefined();
  const [problem] = document.problems;
  return problem;
};

test.each([
  ["an unclosed bracket", "a: 1\nb: [1, 2\n", 3, 1, /flow sequence/i],
  ["a tab as indentation", "a:\n\tb: 1\n", 2, 1, /tab/i],
  ["a key given twice", "a: 1\nb: 2\na: 3\n", 3, 1, /unique/i],
  ["a key given as number and text", '1: a\n"1": b\n', 2, 1, /stands twice/],
  ["several documents", "a: 1\n---\nb: 2\n", 2, 1, /multiple documents/i],
  ["an alias", "a: &x 1\nb: *x\n", 2, 4, /alias \*x/],
  ["a merge key", "a: &x {b: 1}\nc:\n  <<: {b: 2}\n", 3, 3, /Merge keys/],
  ["a custom tag", "a: !secret x\n", 1, 4, /tag/i],
  ["an integer beyond 2^53", "a: 12345678901234567890\n", 1, 4, /2\^53/],
  ["a number that is not finite", "a:\n  b: .nan\n", 2, 6, /not a finite number/],
  ["a key that is a list", "? [a]\n: 1\n", 1, 3, /key must be text/],
  ["a prototype key", "a:\n  __proto__: {x: 1}\n", 2, 3, /cannot be a key/],
])("%s is a problem at its position", (_, text, line, column, message) => {
  expect(firstProblem(text)).toMatchObject({ code: "YAML_MALFORMED", file: "x.yaml", line, column });
  expect(firstProblem(text)?.message).toMatch(message);
});

test("several problems are reported at once", () => {
  expect(readYaml("a: *x\nb: .inf\n? [c]\n: 1\n", "x.yaml").problems.map((problem) => problem.line)).toEqual([1, 2, 3]);
});

test("bytes that are not UTF-8 are named by their line", () => {
  expect(firstProblem(new Uint8Array([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0x3a, 0xff, 0x0a]))).toMatchObject({
    line: 2,
  });
  expect(firstProblem(new Uint8Array([0xff, 0xfe, 0x61, 0x00]))?.message).toMatch(/UTF-16/);
});

test("a byte order mark does not count as a character", () => {
  const document = readYaml(new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from("a: 1\n")]), "x.yaml");
  expect(document.value).toEqual({ a: 1 });
  expect(document.position(["a"], "key")).toEqual({ line: 1, column: 1 });
});

test("an alias bomb and deep nesting are problems, not exhaustion", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g", "h", "i", "j"]
    .map((name, index) => `${name}: &${name} [${`*${"abcdefghij".charAt(index)},`.repeat(9)}]`)
    .join("\n")}\n`;
  expect(readYaml(bomb, "x.yaml").problems[0]?.message).toMatch(/alias/i);
  expect(firstProblem(`a: ${"[".repeat(20_000)}`)?.code).toBe("YAML_MALFORMED");
  expect(firstProblem(`a: ${"[".repeat(100)}1${"]".repeat(100)}`)?.message).toMatch(/deep/);
  expect(firstProblem(`a: ${"x".repeat(1_100_000)}`)?.message).toMatch(/bytes/);
});

test("an empty or commented file is null, a null block stays null", () => {
  expect(readYaml("", "x.yaml")).toMatchObject({ value: null, problems: [] });
  expect(readYaml("# nothing\n", "x.yaml")).toMatchObject({ value: null, problems: [] });
  expect(readYaml("a:\nb: ~\n", "x.yaml").value).toEqual({ a: null, b: null });
});

test("numbers in scientific notation are numbers, as YAML 1.2 has it, and words such as no are text", () => {
  expect(readYaml("a: 1e-5\nb: no\nc: 0o10\nd: 108:112\n", "x.yaml").value).toEqual({
    a: 1e-5,
    b: "no",
    c: 8,
    d: "108:112",
  });
});

test("positions name keys, values, list items and the nearest enclosing place", () => {
  const document = readYaml("a:\n  b: [x, yy]\n  c:\n    - d: 1\n", "x.yaml");
  expect(document.position(["a", "b"], "key")).toEqual({ line: 2, column: 3 });
  expect(document.position(["a", "b", 1])).toEqual({ line: 2, column: 10 });
  expect(document.position(["a", "c", 0, "d"])).toEqual({ line: 4, column: 10 });
  expect(document.position(["a", "c", 0, "missing"])).toEqual({ line: 4, column: 7 });
});

test("no bytes make it throw", () => {
  const pieces = fc.constantFrom(
    "a",
    "b: ",
    "- ",
    "\n",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "&x ",
    "*x",
    "!t ",
    "|",
    ">",
    "---\n",
    "<<: ",
    "? ",
    "#",
    "%YAML 1.1\n",
    "\u0000",
    "\ud800",
    "1e400",
    "!!binary ",
    "null",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
      ),
      (content) => {
        const document = readYaml(content, "x.yaml");
        expect(document.value === undefined).toBe(document.problems.length > 0);
        expect(document.problems.filter(({ line, column }) => line < 1 || column < 1)).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
}, 60_000);
