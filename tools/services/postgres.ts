import { chownSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { installPackages } from "./debian-packages.ts";
import { runCommand } from "./run-command.ts";
import type { Service } from "./service.ts";

const ROOT = "/usr/lib/postgresql";

/** PostgreSQL of Debian in a cluster of its own: database and user `mlops`, local connections without a password. */
export const postgres: Service = {
  name: "postgres",
  async prepare(folder, port) {
    if (newestBin() === undefined) await installPackages("postgresql");
    const bin = newestBin();
    if (bin === undefined) throw new Error(`No PostgreSQL below ${ROOT} after its installation.`);
    const owner = await serverUser();
    if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
    const data = join(folder, "data");
    const initialise = [join(bin, "initdb"), "-D", data, "-U", "mlops", "-A", "trust", "-E", "UTF8", "--locale=C"];
    const [program = "", ...args] =
      owner === undefined ? initialise : ["runuser", "-u", "postgres", "--", ...initialise];
    await runCommand(program, args, { cwd: folder });
    const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: folder, fsync: "off" };
    return {
      program: join(bin, "postgres"),
      args: ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      ...owner,
      variables: { MLOPS_TEST_POSTGRES_URL: `postgresql://mlops@127.0.0.1:${port}/postgres` },
    };
  },
  async probe(port) {
    const bin = newestBin() ?? "";
    await runCommand(join(bin, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port), "-U", "mlops"]);
  },
};

function newestBin(): string | undefined {
  const versions = existsSync(ROOT) ? readdirSync(ROOT) : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  const bin = newest === undefined ? undefined : join(ROOT, newest, "bin");
  return bin !== undefined && existsSync(join(bin, "initdb")) ? bin : undefined;
}

/** The server refuses to run as root. */
async function serverUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (kind: string): Promise<number> => Number(await runCommand("id", [kind, "postgres"]));
  return { uid: await id("-u"), gid: await id("-g") };
}
