// Tests are made from data here, which these rules take for slips.
/* oxlint-disable vitest/no-conditional-tests, vitest/expect-expect, vitest/valid-title */
import type { DriverContext, Store, StoreSupports } from "@mlops/core";
import { expect, test, type TestContext } from "vitest";

import { systemContext } from "../context/system-context.ts";
import type { StoreAddress, StoreSubject } from "./store-subject.ts";

/** A new store of the subject; `open` may be called repeatedly, all openings are closed after the test. */
export interface LawScene {
  readonly address: StoreAddress;
  readonly open: (context?: Partial<DriverContext>) => Promise<Store>;
  readonly context: TestContext;
}

export interface LawOptions {
  readonly needs?: keyof StoreSupports;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Declares laws as tests of a subject and knows which deviations were used. */
export class LawBook {
  readonly #subject: StoreSubject;
  readonly #names = new Set<string>();

  constructor(subject: StoreSubject) {
    this.#subject = subject;
  }

  law(name: string, body: (scene: LawScene) => Promise<void>, options: LawOptions = {}): void {
    this.#names.add(name);
    const reason = this.#subject.deviations?.[name];
    const run = async (context: TestContext): Promise<void> => this.#play(context, body, options);
    const settings = { timeout: options.timeout ?? 30_000 };
    if (reason === undefined) test(name, settings, run);
    else test.fails(`${name} (deviation: ${reason})`, settings, run);
  }

  /** Whether the subject claims to keep a law. */
  keeps(name: string): boolean {
    return this.#subject.deviations?.[name] === undefined;
  }

  /** To be called last. */
  close(): void {
    test("every declared deviation names a law", () => {
      const unknown = Object.keys(this.#subject.deviations ?? {}).filter((name) => !this.#names.has(name));
      expect(unknown).toEqual([]);
    });
  }

  async #play(context: TestContext, body: (scene: LawScene) => Promise<void>, { needs }: LawOptions): Promise<void> {
    const { driver, driverModule, removeStore } = this.#subject;
    const options = await this.#subject.newOptions();
    await using scene = new AsyncDisposableStack();
    scene.defer(async () => removeStore?.(options));
    const open = async (overrides?: Partial<DriverContext>): Promise<Store> =>
      scene.use(await driver.open(driver.options.parse(options), systemContext(overrides)));
    if (needs !== undefined && !(await open()).supports[needs]) context.skip(`the driver does not support ${needs}`);
    await body({ address: { driverModule, options }, open, context });
  }
}
