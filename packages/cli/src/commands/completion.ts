import { defineCommand } from "../command.ts";
import { completionScript, type Shell, shells } from "../completion/completion-scripts.ts";

export default defineCommand({
  name: "completion",
  summary: "Print a script that completes commands and options in bash, zsh or fish.",
  examples: [
    { line: "completion bash >> ~/.bashrc", summary: "for every new bash" },
    { line: "completion fish > ~/.config/fish/completions/mlops.fish", summary: "for fish" },
  ],
  arguments: [{ name: "SHELL", summary: "bash, zsh or fish", required: true, choices: shells }],
  options: {},
  async run(_context, { arguments: { shell } }) {
    const { commandCatalogue } = await import("../command-catalogue.ts");
    const { completionNodes } = await import("../completion/completion-words.ts");
    const script = completionScript(shell as Shell, await completionNodes(commandCatalogue));
    return {
      outcome: { status: "ok", reasons: [] },
      document: { shell, script },
      human: () => script,
    };
  },
});
