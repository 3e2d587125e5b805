import { defineCommand } from "../command.ts";
import { itemTable } from "../listing/item-table.ts";
import { listItems, type ListKind, listKinds } from "../listing/list-items.ts";

export default defineCommand({
  name: "list",
  summary: "List what can be named: estimators, preprocessors, metrics, sources, features, expectations, trackers.",
  examples: [
    { line: "list sources", summary: "where observations can come from" },
    { line: "list estimators", summary: "models, with their hyper-parameters" },
    { line: "list metrics --json", summary: "with aliases, direction, range and units" },
  ],
  arguments: [{ name: "KIND", summary: listKinds.join(", "), required: true, choices: listKinds }],
  options: {},
  async run(_context, { arguments: { kind } }) {
    const items = await listItems(kind as ListKind);
    return {
      outcome: { status: "ok", reasons: [] },
      document: { kind, items },
      human: (style) => itemTable(items, style),
    };
  },
});
