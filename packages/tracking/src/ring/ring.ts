/**
 * A byte ring in shared memory with one producer and consumers that take turns under a lock. The producer copies a
 * record in and goes on; a consumer of another thread takes all records at once.
 *
 * Positions count bytes for ever (modulo 2³²); the capacity is a power of two. A record is its length (4 bytes) and its
 * bytes, and may run over the end of the memory.
 */
const HEAD = 0;
const TAIL = 1;
const LOCK = 2;
const ASLEEP = 3;
const CONTROL_INTS = 8;
const CONTROL_BYTES = CONTROL_INTS * 4;
const LENGTH_BYTES = 4;
/** Who holds the lock only copies memory and writes a file; a holder that is gone is told by its thread's end. */
const LOCK_WAIT_MS = 50;

export interface Ring {
  /** The memory to hand to another thread. */
  readonly shared: SharedArrayBuffer;
  readonly capacity: number;
  /** Bytes that wait to be taken. */
  readonly used: number;
  /** Copies `bytes[0, length)` in; false where there is no room. Only one thread may call it. */
  push(bytes: Uint8Array, length: number): boolean;
  /** Takes what is there. `consume` must not throw once it has kept a record; where it throws, all stay. */
  drain(consume: (records: readonly Uint8Array[]) => void): void;
  /** Resolves once something was pushed since the last drain, or after `timeoutMs`. For the consuming thread. */
  wakened(timeoutMs: number): Promise<void>;
  /** Wakes the consuming thread although nothing was pushed. */
  wake(): void;
  /** Frees the lock of a thread that has ended. */
  releaseDeadLock(): void;
}

export function createRing(capacity: number): Ring {
  return ringOver(new SharedArrayBuffer(CONTROL_BYTES + 2 ** Math.ceil(Math.log2(capacity))));
}

export function ringOver(shared: SharedArrayBuffer): Ring {
  const control = new Int32Array(shared, 0, CONTROL_INTS);
  const bytes = new Uint8Array(shared, CONTROL_BYTES);
  const capacity = bytes.length;
  const mask = capacity - 1;

  const used = (): number => (Atomics.load(control, HEAD) - Atomics.load(control, TAIL)) >>> 0;

  const copyIn = (source: Uint8Array, position: number): void => {
    const start = position & mask;
    const first = Math.min(source.length, capacity - start);
    bytes.set(first === source.length ? source : source.subarray(0, first), start);
    if (first < source.length) bytes.set(source.subarray(first), 0);
  };

  const copyOut = (position: number, length: number): Uint8Array => {
    const start = position & mask;
    const first = Math.min(length, capacity - start);
    const copy = new Uint8Array(length);
    copy.set(bytes.subarray(start, start + first));
    if (first < length) copy.set(bytes.subarray(0, length - first), first);
    return copy;
  };

  const lengthBytes = new Uint8Array(LENGTH_BYTES);
  const lengthView = new DataView(lengthBytes.buffer);

  const lock = (): void => {
    while (Atomics.compareExchange(control, LOCK, 0, 1) !== 0) Atomics.wait(control, LOCK, 1, LOCK_WAIT_MS);
  };
  const unlock = (): void => {
    Atomics.store(control, LOCK, 0);
    Atomics.notify(control, LOCK, 1);
  };

  return {
    shared,
    capacity,
    get used() {
      return used();
    },
    push(source, length) {
      if (used() + LENGTH_BYTES + length > capacity) return false;
      const head = Atomics.load(control, HEAD);
      lengthView.setUint32(0, length);
      copyIn(lengthBytes, head);
      copyIn(source.subarray(0, length), head + LENGTH_BYTES);
      Atomics.store(control, HEAD, (head + LENGTH_BYTES + length) | 0);
      if (Atomics.load(control, ASLEEP) === 1) Atomics.notify(control, HEAD);
      return true;
    },
    drain(consume) {
      lock();
      try {
        const head = Atomics.load(control, HEAD);
        let at = Atomics.load(control, TAIL);
        const records: Uint8Array[] = [];
        while (at !== head) {
          const length = new DataView(copyOut(at, LENGTH_BYTES).buffer).getUint32(0);
          records.push(copyOut(at + LENGTH_BYTES, length));
          at = (at + LENGTH_BYTES + length) | 0;
        }
        // Also with nothing to take: the caller may have bytes of its own that must follow all earlier ones.
        consume(records);
        Atomics.store(control, TAIL, head);
      } finally {
        unlock();
      }
    },
    async wakened(timeoutMs) {
      const head = Atomics.load(control, HEAD);
      if (head !== Atomics.load(control, TAIL)) return;
      Atomics.store(control, ASLEEP, 1);
      const woken = Atomics.waitAsync(control, HEAD, head, timeoutMs);
      if (woken.async) await woken.value;
      Atomics.store(control, ASLEEP, 0);
    },
    wake() {
      Atomics.notify(control, HEAD);
    },
    releaseDeadLock() {
      unlock();
    },
  };
}
