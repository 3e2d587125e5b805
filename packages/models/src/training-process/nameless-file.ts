import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export interface NamelessFile extends AsyncDisposable {
  readonly fd: number;
}

/** A new file for reading and writing that has no name any more: it is gone with the last process that holds it open. */
export async function openNamelessFile(): Promise<NamelessFile> {
  const folder = await mkdtemp(path.join(tmpdir(), "mlops-training-"));
  try {
    const handle = await open(path.join(folder, "data"), "wx+", 0o600);
    return { fd: handle.fd, [Symbol.asyncDispose]: () => handle.close() };
  } finally {
    await rm(folder, { recursive: true });
  }
}
