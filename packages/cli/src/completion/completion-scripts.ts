import type { CompletionNode } from "./completion-words.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** A script that the shell evaluates: `eval "$(mlops completion bash)"`. It starts no process while completing. */
export function completionScript(shell: Shell, nodes: readonly CompletionNode[]): string {
  switch (shell) {
    case "bash":
      return bashScript(nodes);
    case "zsh":
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(nodes)}`;
    case "fish":
      return fishScript(nodes);
  }
}

function bashScript(nodes: readonly CompletionNode[]): string {
  const values = nodes.flatMap(({ path, choices }) =>
    Object.entries(choices).map(([flag, words]) => `    "${path}|${flag}") words="${words.join(" ")}" ;;`),
  );
  const words = nodes.map((node) => `    "${node.path}") words="${[...node.words, ...node.options].join(" ")}" ;;`);
  return `_mlops_completion() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" word index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "$word" in -*) continue ;; esac
    case "\${path:+$path }$word" in
${nodes
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      "${path}") path="${path}" ;;`)
  .join("\n")}
    esac
  done
  case "$path|$previous" in
${values.join("\n")}
  esac
  if [ -z "$words" ]; then
    case "$path" in
${words.join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -F _mlops_completion mlops`;
}

function fishScript(nodes: readonly CompletionNode[]): string {
  const lines = nodes.flatMap(({ path, words, options, choices }) => {
    const condition =
      path === ""
        ? "__fish_use_subcommand"
        : path
            .split(" ")
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join("; and ");
    const flags = options.map((flag) => {
      const values = choices[flag];
      const more = values === undefined ? "" : ` -x -a "${values.join(" ")}"`;
      return `complete -c mlops -n "${condition}" -l ${flag.slice(2)}${more}`;
    });
    return [...(words.length > 0 ? [`complete -c mlops -f -n "${condition}" -a "${words.join(" ")}"`] : []), ...flags];
  });
  return lines.join("\n");
}
