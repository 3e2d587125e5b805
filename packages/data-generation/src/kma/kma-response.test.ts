import { isMlopsError } from "@mlops/core";
import type { HttpResponse } from "@mlops/http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { kmaAnswer } from "../testing/kma-answer.ts";
import { checkKmaResponse, decodeKma } from "./kma-response.ts";

const response = (bytes: Uint8Array, status = 200): HttpResponse => ({
  status,
  headers: {},
  locator: "https://kma.test/kma_sfctm2.php",
  bytes,
  attempts: 1,
  text: () => new TextDecoder().decode(bytes),
});
const ofText = (text: string): HttpResponse => response(new TextEncoder().encode(text));

describe("checkKmaResponse", () => {
  it("accepts a whole table without lines: nothing was observed", () => {
    expect(() => checkKmaResponse(ofText(kmaAnswer()))).not.toThrow();
  });

  it("tells half a table from a page by its marks", () => {
    const half = kmaAnswer().replace("#7777END", "");
    expect(() => checkKmaResponse(ofText(half))).toThrow(expect.objectContaining({ code: "KMA_RESPONSE_TRUNCATED" }));
    expect(() => checkKmaResponse(ofText("202401311500 108 29 2.2"))).toThrow(
      expect.objectContaining({ code: "KMA_RESPONSE_TRUNCATED" }),
    );
    expect(() => checkKmaResponse(ofText("<p>#7777END</p>"))).toThrow(
      expect.objectContaining({ code: "KMA_RESPONSE_UNEXPECTED" }),
    );
  });

  it("shows what a page says, without its markup", () => {
    const page = "<html><style>p { color: red }</style><body>\n<p>시스템  점검</p></body></html>";
    expect(() => checkKmaResponse(ofText(page))).toThrow('"시스템 점검"');
  });

  it("throws nothing but MlopsError, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(200, 401, 403), (bytes, status) => {
        let thrown: unknown;
        try {
          checkKmaResponse(response(bytes, status));
        } catch (error) {
          thrown = error;
        }
        expect(thrown === undefined || isMlopsError(thrown)).toBe(true);
      }),
    );
  });
});

describe("decodeKma", () => {
  it("reads Korean in UTF-8 and in EUC-KR", () => {
    expect(decodeKma(new TextEncoder().encode("지상"))).toBe("지상");
    expect(decodeKma(Uint8Array.from([0xc1, 0xf6, 0xbb, 0xf3]))).toBe("지상");
  });
});
