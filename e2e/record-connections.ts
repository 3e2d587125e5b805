// Loaded into the command before anything else (`node --import`): notes each host that it looks up or connects to, whatever
// proxies it heeds, as a line of the file that RECORD_CONNECTIONS_IN names.
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";

const file = process.env["RECORD_CONNECTIONS_IN"];
if (file === undefined) throw new Error("RECORD_CONNECTIONS_IN must name a file");

function note(target: unknown): void {
  appendFileSync(file ?? "", `${JSON.stringify(target)}\n`);
}

/** What the overloads of `connect` take: options, a port, a path, or Node's own list of normalised arguments. */
function hostOf(first: unknown): unknown {
  const [options] = Array.isArray(first) ? (first as unknown[]) : [first];
  return typeof options === "object" && options !== null && "host" in options ? options.host : options;
}

// oxlint-disable-next-line typescript/unbound-method -- the proxy hands `this` on
Socket.prototype.connect = new Proxy(Socket.prototype.connect, {
  apply(connect, socket, args: unknown[]) {
    note(hostOf(args[0]));
    return Reflect.apply(connect, socket, args) as Socket;
  },
});
dns.lookup = new Proxy(dns.lookup, {
  apply(lookup, self, args: unknown[]) {
    note(args[0]);
    Reflect.apply(lookup, self, args);
  },
});
syncBuiltinESMExports();
