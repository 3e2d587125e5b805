import fc from "fast-check";
import { expect, test } from "vitest";

import { parseDotenv } from "./parse-dotenv.ts";

const read = (text: string) => parseDotenv(new TextEncoder().encode(text), ".env");
const values = (text: string) =>
  Object.fromEntries([...read(text).variables].map(([name, { value }]) => [name, value]));

test("quotes, comments, export, CRLF and a byte order mark", () => {
  const text =
    '\ufeff# comment\r\nA=1\r\nexport B = two words # why\nC="x # y\\n\\"z\\""\nD=\'a\\n$b\' # c\nE=\nF=a#b\nA=2\n';
  expect(values(text)).toEqual({ A: "2", B: "two words", C: 'x # y\n"z"', D: "a\\n$b", E: "", F: "a#b" });
});

test("every malformed line is named, without its text", () => {
  const { problems } = read("A=1\nsecret-without-name\nB=\"open\nC='x' y\n2D=1\n");
  expect(problems.map(({ line, code }) => [line, code])).toEqual(
    [2, 3, 4, 5].map((line) => [line, "DOTENV_MALFORMED"]),
  );
  expect(JSON.stringify(problems)).not.toContain("secret-without-name");
});

test("bytes that are not UTF-8 are a problem", () => {
  expect(parseDotenv(new Uint8Array([0x41, 0x3d, 0xff]), ".env").problems[0]).toMatchObject({ line: 1 });
});

test("whatever is written in double quotes with escapes is read back", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\0")),
      (value) => {
        const escaped = value.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
        expect(values(`A="${escaped}"`)).toEqual({ A: value });
      },
    ),
  );
});
