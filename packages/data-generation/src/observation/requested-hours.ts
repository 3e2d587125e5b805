import { HOUR, type Instant, MINUTE, type ObservationRequest } from "@mlops/core";

/** The full hours of a request, ascending. */
export function requestedHours(request: Pick<ObservationRequest, "from" | "to">): Instant[] {
  const hours: Instant[] = [];
  for (let hour = Math.ceil(request.from / HOUR) * HOUR; hour < request.to; hour += HOUR) hours.push(hour);
  return hours;
}

/** True once an observation of `at` has been published. */
export function isKnown(at: Instant, knownAt: Instant, delayMinutes: number): boolean {
  return at + delayMinutes * MINUTE <= knownAt;
}

/** The full hours of a request whose observations are known by then, ascending. */
export function knownHours(request: ObservationRequest, delayMinutes: number): Instant[] {
  return requestedHours(request).filter((hour) => isKnown(hour, request.knownAt, delayMinutes));
}

/** Consecutive pieces of at most `length` items. */
export function piecesOf<T>(items: readonly T[], length: number): T[][] {
  const pieces: T[][] = [];
  for (let start = 0; start < items.length; start += length) pieces.push(items.slice(start, start + length));
  return pieces;
}
