import { MlopsError } from "@mlops/core";

import { TRACKER_CATALOGUE } from "../tracker-catalogue.ts";
import type { OpenTracker, Tracker, TrackerContext } from "../tracker.ts";
import { readEntries } from "./read-spool.ts";
import type { NamedOutcome, TrackerSetting } from "./worker-protocol.ts";

/** A tracker that cannot take entries now (a full disk) is asked again after this, doubled each time. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/** Brings one tracker up to date with the spool, as far as it takes entries. */
export interface TrackerFeed extends AsyncDisposable {
  readonly name: string;
  /** Hands over what is new up to `until`. */
  advance(fd: number, until: number): void;
  finish(fd: number, until: number): Promise<NamedOutcome>;
}

/** Opens the tracker of a setting. @throws MlopsError TRACKER_UNKNOWN, TRACKER_OPTIONS_INVALID and those of the tracker */
export async function openFeed(setting: TrackerSetting, context: TrackerContext): Promise<TrackerFeed> {
  const tracker = await findTracker(setting.driver);
  const options = tracker.options.safeParse(setting.options);
  if (!options.success) {
    const what = options.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new MlopsError("TRACKER_OPTIONS_INVALID", `The tracker ${setting.driver} refuses its options: ${what}.`);
  }
  return feedOf(tracker.name, await tracker.open(options.data, context), context);
}

async function findTracker(driver: string): Promise<Tracker> {
  const known = TRACKER_CATALOGUE.find(({ name }) => name === driver);
  if (known) return (await known.load()).default;
  if (!URL.canParse(driver)) {
    throw new MlopsError("TRACKER_UNKNOWN", `There is no tracker "${driver}".`, {
      hint: `Known trackers: ${TRACKER_CATALOGUE.map(({ name }) => name).join(", ")}.`,
    });
  }
  const module = (await import(driver)) as { readonly default: Tracker };
  return module.default;
}

function feedOf(name: string, tracker: OpenTracker, { clock, warn }: TrackerContext): TrackerFeed {
  let position = 0;
  let waitMs = 0;
  let notBefore = 0;
  let trouble: string | undefined;

  const advance = (fd: number, until: number): void => {
    while (position < until) {
      const { entries, next, damagedBytes } = readEntries(fd, position, until);
      if (damagedBytes > 0) warn(`${damagedBytes} bytes of the spool are damaged and were passed over.`);
      tracker.accept(entries);
      position = next;
    }
    tracker.tick?.();
  };

  const tryAdvance = (fd: number, until: number): void => {
    if (clock.monotonic() < notBefore) return;
    try {
      advance(fd, until);
      waitMs = 0;
      trouble = undefined;
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs === 0 ? FIRST_WAIT_MS : waitMs * 2);
      notBefore = clock.monotonic() + waitMs;
      warn(`The tracker ${name} takes nothing at the moment: ${trouble}`);
    }
  };

  return {
    name,
    advance: tryAdvance,
    async finish(fd, until) {
      notBefore = 0;
      tryAdvance(fd, until);
      const outcome = await tracker.finish();
      if (trouble === undefined) return { tracker: name, ...outcome };
      return { tracker: name, ...outcome, status: "pending", reason: trouble };
    },
    [Symbol.asyncDispose]: () => tracker[Symbol.asyncDispose](),
  };
}
