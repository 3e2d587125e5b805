import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Runs `work` on a connection to a port of this machine. Rejects where nothing listens. */
export async function withSocket(port: number, work: (socket: Socket) => Promise<void>): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    await work(socket);
  } finally {
    socket.destroy();
  }
}
