import { spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { assignmentOf, type Dockerfile, type Instruction, type Stage, substitute } from "./dockerfile.ts";

export interface LocalBuild {
  readonly dockerfile: Dockerfile;
  /** The build context, and the lines of its `.dockerignore`. */
  readonly context: string;
  readonly ignore: readonly string[];
  /** Gets a folder for each stage, in the place of the stage's root. */
  readonly folder: string;
  /** Who runs the commands; the process's own user where it is undefined. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** What the last stage would be started with. */
export interface BuiltImage {
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string;
  readonly entrypoint: readonly string[];
  readonly user: string;
}

/** Folders that the file makes; elsewhere its commands have nothing to write. */
const OWN_PATHS = /(?<=^|[\s"'=])\/(?:build|app|project|var\/lib\/mlops|usr\/local\/bin|tmp)(?=$|[\s"'/])/g;

/**
 * Carries out the file's own instructions without a container engine: each stage's root is a folder, and the absolute
 * paths of the instructions are meant from there. The base image is the machine itself, so that what this shows is that
 * the commands work together with any user's rights, not what the base image holds.
 */
export function buildLocally(build: LocalBuild): BuiltImage {
  const roots = new Map<string, string>();
  let last: BuiltImage | undefined;
  for (const [number, stage] of build.dockerfile.stages.entries()) {
    const root = join(build.folder, stage.name ?? `stage-${number}`);
    for (const path of ["tmp", "usr/local/bin"]) mkdirSync(join(root, path), { recursive: true });
    own(build, root);
    roots.set(stage.name ?? String(number), root);
    last = buildStage(build, stage, root, roots);
  }
  if (last === undefined) throw new Error("there is no stage");
  return last;
}

function buildStage(build: LocalBuild, stage: Stage, root: string, roots: ReadonlyMap<string, string>): BuiltImage {
  const values = new Map<string, string>();
  const environment: Record<string, string> = {};
  let [workingFolder, user] = [root, "root"];
  let entrypoint: readonly string[] = [];
  for (const instruction of stage.instructions) {
    const text = substitute(instruction.text, values).replaceAll(OWN_PATHS, (path) => join(root, path));
    build.log(`${String(instruction.line).padStart(3)} ${instruction.keyword} ${instruction.text.slice(0, 90)}`);
    switch (instruction.keyword) {
      case "ARG":
        values.set(...assignmentOf(text));
        break;
      case "ENV":
        for (const pair of text.split(/\s+/)) Object.assign(environment, Object.fromEntries([assignmentOf(pair)]));
        break;
      case "WORKDIR":
        workingFolder = text;
        mkdirSync(workingFolder, { recursive: true });
        own(build, workingFolder);
        break;
      case "COPY":
        copy(build, instruction, root, workingFolder, roots);
        break;
      case "RUN":
        run(build, text, workingFolder, environment);
        break;
      case "USER":
        user = text;
        break;
      case "ENTRYPOINT":
        entrypoint = JSON.parse(text) as string[];
        break;
      case "CMD":
      case "LABEL":
      case "VOLUME":
      case "HEALTHCHECK":
        break;
      default:
        throw new Error(`line ${instruction.line}: ${instruction.keyword} is not known here`);
    }
  }
  return { root, environment, workingFolder, entrypoint, user };
}

function copy(
  build: LocalBuild,
  { text, flags }: Instruction,
  root: string,
  workingFolder: string,
  roots: ReadonlyMap<string, string>,
): void {
  const [from = "", to = ""] = text.split(/\s+/);
  const stage = flags.get("from");
  const target = to.startsWith("/") ? join(root, to) : join(workingFolder, to);
  mkdirSync(dirname(target), { recursive: true });
  if (stage !== undefined) {
    const source = roots.get(stage);
    if (source === undefined) throw new Error(`there is no stage ${stage}`);
    cpSync(join(source, from), target, { recursive: true, verbatimSymlinks: true });
  } else {
    const ignored = ignoreRule(build.ignore);
    const filter = (path: string): boolean => !ignored(relative(build.context, path));
    cpSync(join(build.context, from), target, { recursive: true, filter });
  }
  own(build, target);
}

/** The later line wins; a pattern also means what lies below it. */
export function ignoreRule(lines: readonly string[]): (path: string) => boolean {
  const rules = lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ allows: line.startsWith("!"), pattern: globPattern(line.replace(/^!/, "")) }));
  return (path) => {
    if (path === "") return false;
    const parts = path.split("/");
    const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    return rules.reduce(
      (ignored, { allows, pattern }) => (prefixes.some((prefix) => pattern.test(prefix)) ? !allows : ignored),
      false,
    );
  };
}

/** Unlike in a shell, `*` takes names that begin with a dot as well. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\?]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*/g, (stars) => (stars === "*" ? "[^/]*" : "(?:.*/)?"));
  return new RegExp(`^${source}$`);
}

function run(build: LocalBuild, script: string, cwd: string, environment: Readonly<Record<string, string>>): void {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script], {
    cwd,
    env: { ...build.environment, ...environment },
    encoding: "utf8",
    maxBuffer: 1 << 26,
    ...build.user,
  });
  if (status !== 0) throw new Error(`a command ended with ${String(status)}: ${script}\n${stdout}\n${stderr}`);
}

function own({ user }: LocalBuild, path: string): void {
  if (user === undefined || !existsSync(path)) return;
  chownSync(path, user.uid, user.gid);
  for (const name of lstatSync(path).isDirectory() ? readdirSync(path) : []) {
    const child = join(path, name);
    if (!lstatSync(child).isSymbolicLink()) own({ user } as LocalBuild, child);
  }
}
