import { isSecretKey, redactValue } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { renderFields } from "../render/table.ts";
import { valueText } from "../render/value-text.ts";

export default defineCommand({
  name: "config explain",
  summary: "Say the value of one configuration key and where it comes from.",
  examples: [
    { line: "config explain store.driver", summary: "which store, and why" },
    { line: "config explain source.kma.auth_key", summary: "which file or variable the key is from; never the key" },
  ],
  arguments: [{ name: "KEY", summary: "a dotted path such as store.driver", required: true }],
  options: {},
  async run({ services }, { arguments: { key = "" } }) {
    const configuration = await services.configuration();
    const raw = configuration.get(key);
    const name = key.split(".").at(-1) ?? key;
    const value = raw !== undefined && isSecretKey(name) ? "[redacted]" : redactValue(raw);
    const origin = configuration.origin(key);
    return {
      outcome: { status: "ok", reasons: [] },
      document: { key, value: value ?? null, origin },
      human: (style) =>
        renderFields(
          [
            ["key", key],
            ["value", valueText(value)],
            ["from", `${origin.where} (${origin.source})`],
          ],
          style,
        ),
    };
  },
});
