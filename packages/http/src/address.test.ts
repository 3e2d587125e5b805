import { describe, expect, it } from "vitest";

import { addressOf, isLoopback, locatorOf } from "./address.ts";

describe("isLoopback", () => {
  it.each(["http://localhost/", "http://localhost./", "http://127.0.0.1:8/", "http://127.9.9.9/", "http://[::1]/"])(
    "knows %s",
    (url) => expect(isLoopback(new URL(url))).toBe(true),
  );

  it.each(["http://127.0.0.1.evil.test/", "http://localhost.test/", "http://10.0.0.1/", "http://[::2]/"])(
    "is not taken in by %s",
    (url) => expect(isLoopback(new URL(url))).toBe(false),
  );

  it("knows the other spellings of 127.0.0.1, which the URL parser unifies", () => {
    expect(isLoopback(new URL("http://0x7f.1/"))).toBe(true);
    expect(isLoopback(new URL("http://2130706433/"))).toBe(true);
  });
});

describe("locatorOf", () => {
  it("leaves out what must stay secret, whatever its case", () => {
    const url = "https://me:word@x.test/a?authKey=1&AUTHKEY=2&api_key=3&serviceKey=4&key=5&token=6&tm=7";
    expect(locatorOf(new URL(url))).toBe("https://x.test/a?tm=7");
  });
});

describe("addressOf", () => {
  it("adds the query to the one that is there", () => {
    expect(addressOf("http://x.test/a?b=1#c", { d: 2, e: undefined }).href).toBe("http://x.test/a?b=1&d=2");
  });
});
