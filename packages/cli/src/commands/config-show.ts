import { defineCommand } from "../command.ts";
import { renderTable } from "../render/table.ts";
import { valueText } from "../render/value-text.ts";

export default defineCommand({
  name: "config show",
  summary: "Print the merged configuration and where each value comes from.",
  examples: [
    { line: "config show", summary: "of the current environment" },
    { line: "config show --env prod --json", summary: "what prod would use" },
  ],
  options: {},
  async run({ services }) {
    const configuration = await services.configuration();
    const value = configuration.redacted();
    const keys = configuration.keys();
    const origins = keys.map((key) => [key, configuration.origin(key)] as const);
    return {
      outcome: { status: "ok", reasons: [] },
      document: {
        env: configuration.env,
        projectRoot: configuration.projectRoot,
        insideProject: configuration.insideProject,
        home: configuration.home,
        configFiles: configuration.configFiles,
        dotenvFiles: configuration.dotenvFiles,
        value,
        origin: Object.fromEntries(origins),
      },
      human: (style) =>
        renderTable(
          ["KEY", "VALUE", "FROM"],
          origins.map(([key, { where }]) => [key, valueText(at(value, key)), where]),
          style,
        ),
    };
  },
});

function at(value: unknown, keyPath: string): unknown {
  let node = value;
  for (const key of keyPath.split(".")) {
    if (node === null || typeof node !== "object") return undefined;
    node = (node as Readonly<Record<string, unknown>>)[key];
  }
  return node;
}
