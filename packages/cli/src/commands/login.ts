import { defineCommand } from "../command.ts";
import { flag } from "../options/option.ts";

export default defineCommand({
  name: "login",
  summary: "Store the key of W&B.",
  description:
    "Asks for the key without showing it, or reads it from stdin where that is no terminal, asks the server whose key it is, and stores it in netrc, readable by you only. The key itself is never shown.",
  examples: [
    { line: "login", summary: "asks for the key" },
    { line: "login --relogin", summary: "replaces the one that is stored" },
  ],
  options: { relogin: flag("Ask again although a key is stored.") },
  async run(context, { options: { relogin } }) {
    const { logIn } = await import("../tracking/log-in.ts");
    return logIn(context, relogin);
  },
});
