import { eventLoopTurns } from "./event-loop-turns.ts";

/**
 * Hands results of steps to the workflow one at a time: first the journalled ones in the order of their commits, then the
 * new ones in theirs. Before each, the workflow gets the time to ask for all that it can ask for. So a workflow whose
 * branches run at once asks for its steps in the same order in every execution, and what it builds from the order of
 * results (a list filled by several branches, a race) comes out the same.
 *
 * The idea of ordered replay is that of durable-execution engines such as Temporal.
 */
export interface Delivery extends Disposable {
  /** True until the last journalled result has been handed over. */
  readonly replaying: boolean;
  /** Gives a result that can be handed over: a journalled one when its step is asked for, a new one once committed. */
  offer(stepKey: string, hand: () => void): void;
}

export interface DeliveryOptions {
  /** Step keys in order of commit. */
  readonly journalled: readonly string[];
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Called when the workflow does not ask for a journalled step that it had asked for by this point before. */
  readonly onStall: (stepKey: string) => void;
}

/** A workflow that awaits something other than a step, such as an import, is late by that; it is not another workflow. */
const PATIENCE_MS = 1_000;
const POLL_MS = 10;

export function orderedDelivery({ journalled, sleep, onStall }: DeliveryOptions): Delivery {
  const known = new Set(journalled);
  const ready = new Map<string, () => void>();
  const fresh: (() => void)[] = [];
  const turns = eventLoopTurns();
  let next = 0;
  let busy = false;

  const take = (): (() => void) | undefined => {
    const stepKey = journalled[next];
    if (stepKey === undefined) return fresh.shift();
    const hand = ready.get(stepKey);
    if (hand) {
      ready.delete(stepKey);
      next++;
    }
    return hand;
  };

  const takeLate = async (): Promise<(() => void) | undefined> => {
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      await sleep(POLL_MS);
      const hand = take();
      if (hand) return hand;
    }
    onStall(journalled[next] ?? "");
    return undefined;
  };

  const handOver = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (;;) {
      await turns.next();
      const hand = take() ?? (ready.size + fresh.length > 0 ? await takeLate() : undefined);
      if (!hand) break;
      hand();
    }
    busy = false;
  };

  return {
    get replaying() {
      return next < journalled.length;
    },
    offer(stepKey, hand) {
      if (known.has(stepKey)) ready.set(stepKey, hand);
      else fresh.push(hand);
      void handOver();
    },
    [Symbol.dispose]() {
      turns[Symbol.dispose]();
    },
  };
}
