import { defineCommand } from "../command.ts";
import { findItem } from "../listing/find-item.ts";
import { itemDetails, itemTable } from "../listing/item-table.ts";
import { listItems, type ListKind, listKinds } from "../listing/list-items.ts";

export default defineCommand({
  name: "list",
  summary: "List what can be named: estimators, preprocessors, metrics, sources, features, expectations, trackers.",
  examples: [
    { line: "list sources", summary: "where observations can come from" },
    { line: "list estimators", summary: "models, with their hyper-parameters" },
    { line: "list estimators xgboost.XGBClassifier", summary: "the hyper-parameters of a library's class" },
    { line: "list metrics --json", summary: "with aliases, direction, range and units" },
  ],
  arguments: [
    { name: "KIND", summary: listKinds.join(", "), required: true, choices: listKinds },
    { name: "NAME", summary: "one of them, by name, alias or class path, with all that it takes", required: false },
  ],
  options: {},
  async run(_context, { arguments: { kind, name } }) {
    const all = await listItems(kind as ListKind);
    const one = name === undefined ? undefined : findItem(String(kind), all, name);
    return {
      outcome: { status: "ok", reasons: [] },
      document: { kind, items: one ? [one] : all },
      human: (style) => (one ? itemDetails(one, style) : itemTable(all, style)),
    };
  },
});
