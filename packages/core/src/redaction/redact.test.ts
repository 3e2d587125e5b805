import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";

import { MlopsError } from "../errors/mlops-error.ts";
import { forgetSecrets, isSecretKey, redactText, redactValue, registerSecret } from "./redact.ts";

afterEach(forgetSecrets);

const mask = "[redacted]";
/** Without brackets: the mask's own could complete a secret that begins or ends with one. */
const secret = fc
  .string({ unit: "binary", minLength: 6, maxLength: 20 })
  .filter((text) => !/[[\]]/.test(text) && !mask.includes(text));
const around = fc.string({ unit: "grapheme" });

describe("a registered secret never survives", () => {
  test("in text, plain, in JSON, or URL-encoded in any of its ways", () => {
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        forgetSecrets();
        registerSecret(value);
        const encoded = encodeURIComponent(value);
        const forms = [
          value,
          JSON.stringify(value).slice(1, -1),
          encodeURI(value),
          encoded,
          encoded.replace(/%../g, (escape) => escape.toLowerCase()),
          new URLSearchParams({ q: value }).toString().slice(2),
        ];
        for (const form of forms) {
          expect(redactText(`${before}${form}${after}`).includes(form)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("in nested values and in keys", () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.jsonValue(), (value, key, other) => {
        forgetSecrets();
        registerSecret(value);
        const nested = { [key]: [{ deep: [`x${value}y`, other] }], [value]: 1, plain: value };
        expect(allText(redactValue(nested)).some((text) => text.includes(value))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test("in errors", () => {
    registerSecret("hunter22-secret");
    const error = new MlopsError("NOT_FOUND", "hunter22-secret was refused", {
      hint: "try hunter22-secret",
      details: { url: "http://x/?k=hunter22-secret" },
    });
    expect(`${error.message} ${error.hint} ${JSON.stringify(error.details)} ${error.stack}`).not.toContain("hunter22");
  });

  test("when another secret is a part of it", () => {
    registerSecret("abcdef");
    registerSecret("abcdef-ghijkl");
    expect(redactText("x abcdef-ghijkl y abcdef z")).toBe(`x ${mask} y ${mask} z`);
  });

  test("when it is no well-formed text", () => {
    registerSecret("abc\ud800def");
    expect(redactText("x abc\ud800def y")).toBe(`x ${mask} y`);
  });
});

describe("redaction", () => {
  test("text without secrets stays as it is", () => {
    registerSecret("hunter22");
    registerSecret("short");
    expect(redactText("a short word at http://example.org/path?q=1")).toBe(
      "a short word at http://example.org/path?q=1",
    );
  });

  test.each([
    ["mongodb://user:p%40ss@host/db", `mongodb://user:${mask}@host/db`],
    ["redis://:pass-word@host:6379", `redis://:${mask}@host:6379`],
    ["GET /x?authKey=abc&tm=1", `GET /x?authKey=${mask}&tm=1`],
    ["Authorization: Bearer abc.def-ghi", `Authorization: Bearer ${mask}`],
  ])("%s", (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  test("the values of secret keys are hidden whatever they are, empty ones shown", () => {
    const value = { api_key: "x", password: 12, nested: { authKey: { a: 1 } }, token: "", secret: null, user: "u" };
    expect(redactValue(value)).toEqual({
      api_key: mask,
      password: mask,
      nested: { authKey: mask },
      token: "",
      secret: null,
      user: "u",
    });
  });

  test.each(["KMA_AUTH_KEY", "apiKey", "X-API-Key", "aws_access_key_id", "MONGODB_PASSWORD", "clientSecret", "token"])(
    "%s is a secret key",
    (key) => {
      expect(isSecretKey(key)).toBe(true);
    },
  );

  test.each(["key", "tokens", "keyboard", "PWD", "station", "tokenCount", "passwordless"])("%s is none", (key) => {
    expect(isSecretKey(key)).toBe(false);
  });

  test("cycles end and the input is untouched", () => {
    const value: Record<string, unknown> = { password: "hunter22" };
    value["self"] = value;
    expect(redactValue(value)).toEqual({ password: mask, self: "[cycle]" });
    expect(value["password"]).toBe("hunter22");
  });
});

/** Every string of a value, keys included. */
function allText(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...allText(item)]);
}
