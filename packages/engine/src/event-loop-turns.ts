/** Waits for whole turns of the event loop. Disposed of when no more are needed: it keeps the process alive. */
export interface EventLoopTurns extends Disposable {
  /**
   * Resolves in a task of its own, when every promise reaction that could run before has run. (`setTimeout` would cost a
   * millisecond each time.) One call at a time; never resolves once disposed of.
   */
  next(): Promise<void>;
}

export function eventLoopTurns(): EventLoopTurns {
  const { port1, port2 } = new MessageChannel();
  let resolve: () => void = () => undefined;
  port1.addEventListener("message", () => resolve());
  port1.start();
  return {
    next() {
      const turn = Promise.withResolvers<void>();
      resolve = turn.resolve;
      port2.postMessage(null);
      return turn.promise;
    },
    [Symbol.dispose]() {
      port1.close();
    },
  };
}
