import { type Instant, localFields } from "@mlops/core";

/** Which commute a prediction is for. `now` is a prediction that no commute was asked for. */
export type CommuteMode = "now" | "morning" | "evening";

/** The commute that an instant belongs to, by the station's own clock: evening from 14:00 to 18:59, else morning. */
export function commuteModeAt(at: Instant, timeZone: string): Exclude<CommuteMode, "now"> {
  const { hour } = localFields(at, timeZone);
  return hour >= 14 && hour < 19 ? "evening" : "morning";
}

/** Whether an instant lies in the hours of a commute: 6:00–9:59 in the morning, 14:00–18:59 in the evening; `now` always. */
export function isInCommute(mode: CommuteMode, at: Instant, timeZone: string): boolean {
  const { hour } = localFields(at, timeZone);
  if (mode === "morning") return hour >= 6 && hour < 10;
  if (mode === "evening") return hour >= 14 && hour < 19;
  return true;
}
