import { resolve } from "node:path";

import { defineCommand } from "../command.ts";
import { flag } from "../options/option.ts";

export default defineCommand({
  name: "init",
  summary: "Make a project: configuration, recipes, .env.example, .gitignore, docker-compose.yml.",
  description: "Files that are there already are kept as they are.",
  examples: [
    { line: "init my-project", summary: "in a new folder" },
    { line: "init --dry-run", summary: "see what would be made here" },
  ],
  arguments: [{ name: "DIR", summary: "folder of the project; the current one by default", required: false }],
  options: { dryRun: flag("Change nothing; say what would be made.") },
  async run(_context, { options, arguments: { dir = "." } }) {
    const { shippedConfigFolder } = await import("@mlops/config");
    const { shippedRecipesFolder } = await import("@mlops/pipelines");
    const { projectFiles } = await import("../init/project-files.ts");
    const { scaffold } = await import("../init/scaffold.ts");
    const folder = resolve(dir);
    const files = await projectFiles(shippedConfigFolder, shippedRecipesFolder);
    const { created, kept } = await scaffold(folder, files, options);
    return {
      outcome: { status: "ok", reasons: [] },
      document: { folder, dryRun: options.dryRun, created, kept },
      human: (style) =>
        [
          ...created.map((path) => `${style.green(options.dryRun ? "would make" : "made")} ${path}`),
          ...kept.map((path) => `${style.dim("kept")} ${path}`),
          ...(options.dryRun ? [] : ["", `Next: ${dir === "." ? "" : `cd ${dir} && `}mlops doctor`]),
        ].join("\n"),
    };
  },
});
