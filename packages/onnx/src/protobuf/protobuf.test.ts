import { isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { integerOf, nestedFields, protobufFields, textOf } from "./protobuf-reader.ts";
import { protobufWriter } from "./protobuf-writer.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function outcomeOf(bytes: Uint8Array): string {
  try {
    Array.from(protobufFields(bytes));
    return "read";
  } catch (error) {
    return isMlopsError(error) ? error.code : String(error);
  }
}

describe("protobufWriter", () => {
  it("writes the examples of the encoding guide", () => {
    const writer = protobufWriter();
    writer.integer(1, 150);
    writer.text(2, "testing");
    writer.message(3, (nested) => nested.integer(1, 150));
    writer.packedIntegers(6, [3, 270, 86_942]);
    expect(hex(writer.finish())).toBe("089601120774657374696e671a030896013206038e029ea705");
  });

  it("writes negative numbers in ten bytes and floats little-endian", () => {
    const writer = protobufWriter();
    writer.integer(1, -2);
    writer.float(2, 1.5);
    writer.packedFloats(3, [1.5]);
    expect(hex(writer.finish())).toBe("08feffffffffffffffff01150000c03f1a040000c03f");
  });
});

describe("protobufFields", () => {
  it("reads back every number and text", () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 1, max: 5000 }),
        (n, text, f) => {
          const writer = protobufWriter();
          writer.message(f, (nested) => {
            nested.integer(f, n);
            nested.text(f, text);
          });
          const [outer, ...rest] = protobufFields(writer.finish());
          if (outer === undefined) throw new Error("no field was read");
          expect(rest).toEqual([]);
          const [first, second] = nestedFields(outer);
          if (first === undefined || second === undefined) throw new Error("a nested field is missing");
          expect([first.number, integerOf(first), textOf(second)]).toEqual([f, n, text]);
        },
      ),
    );
  });

  it("fails only with ONNX_MALFORMED, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(["read", "ONNX_MALFORMED"]).toContain(outcomeOf(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["a length past the end", [0x0a, 0x05, 0x01], "at byte 0, a field of 5 bytes runs past the end"],
    ["a number without its end", [0x08, 0x80], "at byte 1, the bytes end inside a number"],
    ["an endless number", [0x08, ...Array<number>(11).fill(0xff)], "at byte 1, a number is longer than ten bytes"],
    ["field number 0", [0x00, 0x01], "at byte 0, field number 0 is not allowed"],
    ["a group", [0x0b], "at byte 0, wire type 3 is not one that ONNX uses"],
  ])("names the place of %s", (_, bytes, message) => {
    expect(() => [...protobufFields(Uint8Array.from(bytes))]).toThrow(message);
  });

  it("refuses a number where text should be, and text that is not UTF-8", () => {
    const [number] = protobufFields(Uint8Array.of(0x08, 0x01));
    const [text] = protobufFields(Uint8Array.of(0x0a, 0x01, 0xff));
    if (number === undefined || text === undefined) throw new Error("a field is missing");
    expect(() => textOf(number)).toThrow("field 1 should hold bytes");
    expect(() => textOf(text)).toThrow("field 1 is not UTF-8 text");
    expect(() => integerOf(text)).toThrow("field 1 should be a number");
  });
});
