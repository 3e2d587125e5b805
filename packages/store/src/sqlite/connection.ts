import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";

export type Row = readonly SQLOutputValue[];

const MOST_STATEMENTS = 200;
/** How long SQLite itself waits for a lock, blocking the thread; beyond it the caller waits without blocking. */
const LOCK_WAIT_MILLISECONDS = 1000;

export interface ConnectionOptions {
  readonly readOnly?: boolean;
  /** `power` also survives a power cut, at the price of one disk flush per commit. */
  readonly durability?: "process" | "power";
}

/** One connection with its prepared statements. Rows are arrays in the order of the selected columns. */
export class Connection implements Disposable {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, { readOnly = false, durability = "process" }: ConnectionOptions = {}) {
    this.#database = new DatabaseSync(path, {
      readOnly,
      timeout: LOCK_WAIT_MILLISECONDS,
      enableForeignKeyConstraints: false,
    });
    this.#database.exec(`PRAGMA synchronous = ${durability === "power" ? "FULL" : "NORMAL"}`);
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  all(sql: string, ...operands: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...operands) as unknown as Row[];
  }

  first(sql: string, ...operands: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...operands) as unknown as Row | undefined;
  }

  /** Answers how many rows were changed. */
  run(sql: string, ...operands: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...operands).changes);
  }

  /** Rows one by one; the snapshot is held until the iteration ends. */
  iterate(sql: string, ...operands: SQLInputValue[]): Iterable<Row> {
    return this.#prepare(sql).iterate(...operands) as unknown as Iterable<Row>;
  }

  /** Runs `work` as the only writer: it sees the newest state, and all of its writes become visible at once or never. */
  exclusively<T>(work: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > MOST_STATEMENTS && oldest !== undefined) this.#statements.delete(oldest);
    return statement;
  }
}
