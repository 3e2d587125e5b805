import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { installPackages } from "./debian-packages.ts";
import { cacheFolder } from "./places.ts";
import { isInstalled, runCommand } from "./run-command.ts";
import type { Service } from "./service.ts";
import { withSocket } from "./with-socket.ts";

const VERSION = "v1.24.2";
/** Fetched as a module where the machine's Go is too old to fetch it by itself. */
const TOOLCHAIN = "go1.24.3";

/** FerretDB 1 with SQLite below: speaks MongoDB's protocol, and is built from the Go module proxy. */
export const ferretdb: Service = {
  name: "mongodb",
  async prepare(folder, port) {
    const program = await builtFerret();
    const args = [
      "--handler=sqlite",
      `--sqlite-url=file:${folder}/`,
      `--listen-addr=127.0.0.1:${port}`,
      `--state-dir=${folder}`,
      "--telemetry=disable",
      "--debug-addr=-",
      "--log-level=error",
    ];
    return { program, args, variables: { MONGODB_URI: `mongodb://127.0.0.1:${port}/`, MLOPS_FERRETDB: program } };
  },
  async probe(port) {
    await withSocket(port, async () => undefined);
  },
};

/**
 * The program, built where it is not yet. `go install` cannot: the module proxy lists no versions of it, and a program
 * that is built outside its own module refuses to start without the version file that its releases make.
 */
async function builtFerret(): Promise<string> {
  const program = join(cacheFolder(), "bin", `ferretdb-${VERSION}`);
  if (existsSync(program)) return program;
  const go = await goCommand();
  const source = join(cacheFolder(), `ferretdb-${VERSION}-source-${process.pid}`);
  try {
    copyModule(await downloadModule(go, `github.com/FerretDB/FerretDB@${VERSION}`), source);
    writeFileSync(join(source, "build", "version", "version.txt"), `${VERSION}\n`);
    mkdirSync(join(cacheFolder(), "bin"), { recursive: true });
    const built = `${program}-${process.pid}`;
    await runCommand(go, ["build", "-trimpath", "-o", built, "./cmd/ferretdb"], { cwd: source });
    renameSync(built, program);
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
  return program;
}

/** A Go that brings itself to the version that a module asks for (1.21 and newer do). */
async function goCommand(): Promise<string> {
  if (!(await isInstalled("go"))) await installPackages("golang-go", "ca-certificates");
  const minor = Number(/go1\.(\d+)/.exec(await runCommand("go", ["version"]))?.[1] ?? 0);
  if (minor >= 21) return "go";
  const folder = join(cacheFolder(), TOOLCHAIN);
  const go = join(folder, "bin", "go");
  if (existsSync(go)) return go;
  const architecture = process.arch === "arm64" ? "arm64" : "amd64";
  copyModule(await downloadModule("go", `golang.org/toolchain@v0.0.1-${TOOLCHAIN}.linux-${architecture}`), folder);
  // Modules carry no permission to execute.
  await runCommand("chmod", ["-R", "a+x", join(folder, "bin"), join(folder, "pkg", "tool")]);
  return go;
}

async function downloadModule(go: string, module: string): Promise<string> {
  const { Dir: folder } = JSON.parse(await runCommand(go, ["mod", "download", "-json", module])) as {
    readonly Dir: string;
  };
  return folder;
}

/** Modules in Go's own cache are read-only. */
function copyModule(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  const writable = (folder: string): void => chmodSync(folder, 0o755);
  for (const each of [to, join(to, "build"), join(to, "build", "version")]) if (existsSync(each)) writable(each);
}
