// Carries out the Dockerfile's own commands as an unprivileged user and runs what they made:
//   node tools/compose/try-dockerfile.ts [FOLDER OF ANOTHER CHECKOUT]
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { type BuiltImage, buildLocally } from "./build-locally.ts";
import { parseDockerfile } from "./dockerfile.ts";

const projectRoot = fileURLToPath(new URL("../../", import.meta.url));
/** `nobody` and `nogroup` of Debian: commands never run with a superuser's rights. */
const NOBODY = { uid: 65_534, gid: 65_534 };

export interface TriedAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TriedImage extends Disposable {
  readonly image: BuiltImage;
  /** Starts the image's entry point with these words. */
  run(...words: readonly string[]): TriedAnswer;
}

/**
 * Builds in a temporary folder, which goes with the answer.
 *
 * @param context folder with the Dockerfile: this checkout, or another one
 */
export function tryDockerfile(log: (line: string) => void, context = projectRoot): TriedImage {
  const folder = mkdtempSync(join(tmpdir(), "mlops-image-"));
  const user = process.getuid?.() === 0 ? NOBODY : undefined;
  const environment = machineEnvironment(folder);
  const [Dockerfile = "", ignore = ""] = ["Dockerfile", ".dockerignore"].map((name) =>
    readFileSync(join(context, name), "utf8"),
  );
  try {
    chmodSync(folder, 0o755);
    mkdirSync(environment.HOME);
    if (user !== undefined) spawnSync("chown", [`${user.uid}:${user.gid}`, folder, environment.HOME]);
    const image = buildLocally({
      dockerfile: parseDockerfile(Dockerfile),
      context,
      ignore: ignore.split("\n"),
      folder,
      user,
      environment,
      log,
    });
    return {
      image,
      run: (...words) => {
        const [program = "", ...given] = image.entrypoint;
        const { status, stdout, stderr } = spawnSync(program, [...given, ...words], {
          cwd: image.workingFolder,
          env: { ...environment, ...withRoot(image) },
          encoding: "utf8",
          ...user,
        });
        return { exitCode: status, stdout, stderr };
      },
      [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Variables of the product, the test runner and the package manager that started it would change what is tried. */
const DROPPED = /^(MLOPS_|WANDB_|MLFLOW_|KMA_|APP_ENV$|LOG_LEVEL$|NODE_OPTIONS$|VITEST|npm_|pnpm_|XDG_)/;

/** The machine's environment (its certificates and proxies among it) with this Node first and a home of its own. */
function machineEnvironment(folder: string): { readonly HOME: string } & Readonly<Record<string, string>> {
  const npm = (key: string): string => spawnSync("npm", ["config", "get", key], { encoding: "utf8" }).stdout.trim();
  const inherited = Object.entries(process.env).filter(([name]) => !DROPPED.test(name));
  const registry = npm("registry");
  return {
    ...Object.fromEntries(inherited.map(([name, value]) => [name, value ?? ""])),
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    npm_config_registry: registry,
    pnpm_config_registry: registry,
    npm_config_cafile: npm("cafile"),
    CI: "true",
    HOME: join(folder, "home"),
  };
}

function withRoot({ environment, root }: BuiltImage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.startsWith(root) || !value.startsWith("/") ? value : join(root, value),
    ]),
  );
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const start = performance.now();
  const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s`;
  using tried = tryDockerfile((line) => process.stderr.write(`${seconds()} ${line}\n`), process.argv[2]);
  const version = tried.run("--version");
  const forecast = tried.run("realtime", "--offline", "--json");
  const size =
    spawnSync("du", ["-sm", join(tried.image.root, "app")], { encoding: "utf8" }).stdout.split("\t")[0] ?? "";
  process.stderr.write(`${seconds()} /app has ${size} MB\n`);
  process.stdout.write(`${version.stdout}${forecast.stdout}${forecast.stderr}`);
  process.exitCode = version.exitCode === 0 && forecast.exitCode === 0 ? 0 : 1;
}
