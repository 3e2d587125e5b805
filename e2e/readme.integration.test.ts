import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

import { expect, test } from "vitest";

import { type CommandResult, execute, mlops, pinnedPnpm, projectRoot, temporaryFolder } from "./command.ts";
import {
  anchorsOf,
  blocksOf,
  commandsOf,
  type DocumentedCommand,
  markdownFiles,
  proseOf,
  readDocument,
} from "./documentation.ts";

const documents = await markdownFiles();
const commands = new Map(
  await Promise.all(documents.map(async (path) => [path, commandsOf(path, await readDocument(path))] as const)),
);
/** One shell session with variables: `packages/cli/src/store/backup-document.test.ts` runs it as such. */
const sessions = new Set(["docs/backup-and-restore.md"]);
const runnable = documents.filter((path) => !sessions.has(path) && (commands.get(path) ?? []).length > 0);

test("both READMEs begin with the two commands that need nothing but Node, and show the same commands", async () => {
  const packageManager = await pinnedPnpm();
  const [english = [], korean = []] = ["README.md", "README.ko.md"].map((path) => commands.get(path));
  expect(english.slice(0, 2).map(({ text }) => text)).toEqual([
    `npx -y ${packageManager} mlops realtime`,
    `npx -y ${packageManager} test`,
  ]);
  const essence = ({ text, exitCode, output }: DocumentedCommand): unknown => ({ text, exitCode, output });
  expect(korean.map(essence)).toEqual(english.map(essence));
});

test.each(runnable)("the commands of %s do what it says", async (path) => {
  await using folder = await temporaryFolder();
  for (const part of ["config", "recipes", "examples"]) {
    await cp(join(projectRoot, part), join(folder.path, part), { recursive: true });
  }
  for (const command of commands.get(path) ?? []) {
    const result = await run(command.text, folder.path);
    if (result === undefined) continue;
    const { exitCode, stdout, stderr } = result;
    const { where, text, output } = command;
    const shown = output === undefined ? {} : { output: masked(stdout) };
    const promised = output === undefined ? {} : { output: masked(output) };
    expect({ exitCode, ...shown }, `${where}: ${text}\n${stdout}\n${stderr}`).toEqual({
      exitCode: command.exitCode,
      ...promised,
    });
  }
});

test.each(["docs/cli.md", "docs/errors.md"])(
  "the examples of %s are command lines that can be parsed",
  async (path) => {
    const lines = blocksOf(await readDocument(path)).flatMap((block) => block.lines);
    const examples = [...new Set(lines.filter((line) => line.startsWith("mlops ")).map(wordsBeforeShell))];
    expect(examples.length).toBeGreaterThan(10);
    for (const example of examples.filter((line) => !line.includes("[options]"))) {
      const { exitCode, stderr } = await mlops([...argumentsOf(example), "--help"]);
      expect(exitCode, `${path}: ${example}\n${stderr}`).toBe(0);
    }
  },
);

test.each(documents)("the links and paths of %s lead somewhere", async (path) => {
  const prose = proseOf(await readDocument(path));
  const broken: string[] = [];
  for (const [, target = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue;
    const [file = "", anchor] = target.split("#");
    const linked = file === "" ? path : join(dirname(path), file);
    if (!existsSync(join(projectRoot, linked))) broken.push(target);
    else if (anchor !== undefined && !anchorsOf(await readDocument(linked)).has(anchor)) broken.push(target);
  }
  const named = prose.matchAll(/`((?:bench|config|docs|e2e|examples|fixtures|packages|recipes|tools)\/[\w./-]*)`/g);
  for (const [, name = ""] of named) if (!existsSync(join(projectRoot, name))) broken.push(name);
  expect(broken).toEqual([]);
});

test("every reason that the weather commands explain is in the table of reasons", async () => {
  const source = await readDocument("packages/cli/src/weather/reason-text.ts");
  const codes = [...source.matchAll(/^ {2}"?([a-z]+(?:-[a-z]+)+)"?:/gm)].map(([, code]) => code);
  expect(codes).toContain("synthetic-observations");
  const documented = await readDocument("docs/weather.md");
  expect(codes.filter((code) => !documented.includes(`\`${code}`))).toEqual([]);
});

/** Runs a documented line in the folder of a project, offline; the tests themselves are not run again. */
function run(line: string, cwd: string): Promise<CommandResult | undefined> {
  const environment = { MLOPS_OFFLINE: "1" };
  if (line.startsWith("node ")) {
    const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
    return execute("sh", ["-c", line], { cwd, environment: { ...environment, PATH: path } });
  }
  const words = argumentsOf(line);
  return words[0] === "test" ? Promise.resolve(undefined) : mlops(words, { cwd, environment });
}

/** What stands behind `mlops`, or behind `npx -y pnpm@VERSION` where that is another script. */
function argumentsOf(line: string): string[] {
  const words = line.split(/\s+/);
  const script = words[0] === "npx" ? words.slice(3) : words;
  return script[0] === "mlops" ? script.slice(1) : script;
}

/** Without comment, pipe and redirection. */
function wordsBeforeShell(line: string): string {
  return line.split(/ (?:#|\||>)/)[0]?.trim() ?? "";
}

/** Run ids differ from run to run. */
function masked(output: string): string {
  return output.trim().replaceAll(/r\d{14}[a-z0-9]{6}/g, "RUN");
}
