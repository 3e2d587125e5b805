import { once } from "node:events";

import { installPackages } from "./debian-packages.ts";
import { isInstalled } from "./run-command.ts";
import type { Service } from "./service.ts";
import { withSocket } from "./with-socket.ts";

/** Redis of Debian, in memory only. */
export const redis: Service = {
  name: "redis",
  async prepare(folder, port) {
    if (!(await isInstalled("redis-server"))) await installPackages("redis-server");
    const settings = { port, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no", daemonize: "no" };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    return { program: "redis-server", args, variables: { MLOPS_TEST_REDIS_URL: `redis://127.0.0.1:${port}` } };
  },
  async probe(port) {
    await withSocket(port, async (socket) => {
      socket.write("PING\r\n");
      const [answer] = (await once(socket, "data")) as [Buffer];
      if (!answer.toString().startsWith("+PONG")) throw new Error(`Redis answered ${answer.toString().trim()}`);
    });
  },
};
