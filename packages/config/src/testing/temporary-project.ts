import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder with the given files that is removed when disposed. */
export interface TemporaryProject extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryProject(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<TemporaryProject> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "mlops-config-")));
  for (const [name, content] of Object.entries(files)) {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
