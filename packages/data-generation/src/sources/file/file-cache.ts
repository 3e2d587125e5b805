import { inspectFile } from "@mlops/adapters";

/** Values made from a file, kept as long as its size and modification time stay the same. */
export interface FileCache {
  /** The value of a key, made once; a failure is not kept. */
  get<T>(key: string, make: () => Promise<T>): Promise<T>;
  clear(): void;
}

export function fileCache(path: string): FileCache {
  let version = "";
  const values = new Map<string, Promise<unknown>>();
  return {
    async get<T>(key: string, make: () => Promise<T>): Promise<T> {
      const { size, modifiedAt } = await inspectFile(path);
      const current = `${size} ${modifiedAt}`;
      if (current !== version) values.clear();
      version = current;
      const known = values.get(key) as Promise<T> | undefined;
      if (known !== undefined) return known;
      const made = make();
      values.set(key, made);
      made.catch(() => {
        if (values.get(key) === made) values.delete(key);
      });
      return made;
    },
    clear() {
      values.clear();
    },
  };
}
