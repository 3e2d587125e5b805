/** A stream of the process that knows when its reader has gone. */
export interface OutputStream {
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  /** Resolves once the text was handed to the system, or when the reader has gone. */
  write(text: string): Promise<void>;
  /** Without waiting; for progress and log lines. */
  readonly writeNow: (text: string) => void;
  readonly isClosed: boolean;
}

/**
 * Wraps stdout or stderr. A reader that goes away (`mlops runs list | head -1`) is no failure: later text is dropped
 * and the command's work goes on. Other write errors (a full disk behind `>`) reach `onFailure`.
 */
export function outputStream(stream: NodeJS.WriteStream, onFailure: (error: Error) => void): OutputStream {
  let closed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") onFailure(error);
  });
  return {
    // Node's types do not say it: the property is missing where the stream is no terminal.
    isTerminal: "isTTY" in stream && stream.isTTY,
    get columns() {
      return stream.columns;
    },
    get isClosed() {
      return closed;
    },
    write: (text) =>
      new Promise((resolve) => {
        if (closed) resolve();
        else stream.write(text, () => resolve());
      }),
    writeNow: (text) => {
      if (!closed) stream.write(text);
    },
  };
}
