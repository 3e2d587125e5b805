import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export type ChildMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "report"; readonly value: unknown }
  | { readonly kind: "result"; readonly value: unknown }
  | { readonly kind: "failure"; readonly code: string; readonly message: string };

export interface ChildTask {
  /** URL of the module that exports the task. */
  readonly module: string;
  /** Name of the export: `(argument, report) => Promise<JSON>`. */
  readonly task: string;
  /** Plain JSON. */
  readonly argument: unknown;
  /** URLs of modules that the task imports by itself; loaded before the start so that loading does not spread it. */
  readonly preload?: readonly string[];
  /** The user to run as; needs root. */
  readonly uid?: number;
}

/** A child process that runs one task: a real one, so that locks, crashes and caches are real. */
export class TestProcess implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<unknown>;
  readonly #reports: unknown[] = [];
  readonly #ready = Promise.withResolvers<void>();
  readonly #result = Promise.withResolvers<unknown>();
  #errors = "";

  constructor({ module, task, argument, preload = [], uid }: ChildTask) {
    const main = fileURLToPath(
      new URL(`./child-main${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
    );
    this.#child = spawn(
      process.execPath,
      [main, module, task, JSON.stringify(argument ?? null), ...preload],
      uid === undefined ? {} : { uid, gid: uid },
    );
    this.#ready.promise.catch(() => undefined);
    this.#result.promise.catch(() => undefined);
    this.#child.stderr.on("data", (chunk: Buffer) => (this.#errors += chunk.toString()));
    this.#child.stdin.on("error", () => undefined);
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#take(line));
    this.#ended = once(this.#child, "close").then(([code, signal]) => {
      const error = new Error(`the child ended early (${String(code ?? signal)}): ${this.#errors}`);
      this.#ready.reject(error);
      this.#result.reject(error);
    });
  }

  /** Everything that it wrote to stderr so far. */
  get errors(): string {
    return this.#errors;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it reported so far, in order. */
  get reports(): readonly unknown[] {
    return this.#reports;
  }

  /** Its module is loaded. */
  async ready(): Promise<void> {
    await this.#ready.promise;
  }

  /** Starts the task at an instant of machine time; at once without one. */
  go(at = 0): void {
    this.#child.stdin.write(`${at}\n`);
  }

  /** What the task answered; rejects where it threw or the process died. */
  async result(): Promise<unknown> {
    return this.#result.promise;
  }

  /** SIGKILL: nothing of it runs any more when this resolves. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  #take(line: string): void {
    const message = JSON.parse(line) as ChildMessage;
    switch (message.kind) {
      case "ready":
        this.#ready.resolve();
        break;
      case "report":
        this.#reports.push(message.value);
        break;
      case "result":
        this.#result.resolve(message.value);
        break;
      case "failure":
        this.#result.reject(new Error(`${message.code}: ${message.message}`));
        break;
    }
  }
}

/** Machine time that one process needs at most to take its starting line from the pipe. */
const SPREAD_MILLISECONDS = 5;

/**
 * Runs tasks in one process each. They start together once all of them are loaded: without this barrier their starting
 * times spread so far that no race is ever lost.
 */
export async function runTogether(tasks: readonly ChildTask[]): Promise<unknown[]> {
  await using processes = new AsyncDisposableStack();
  const children: TestProcess[] = [];
  for (const task of tasks) {
    const child = processes.use(new TestProcess(task));
    // The first one leaves its compiled modules in the cache for all others.
    if (children.push(child) === 1) await child.ready();
  }
  await Promise.all(children.map((child) => child.ready()));
  const start = Date.now() + SPREAD_MILLISECONDS * children.length;
  for (const child of children) child.go(start);
  return await Promise.all(children.map((child) => child.result()));
}
