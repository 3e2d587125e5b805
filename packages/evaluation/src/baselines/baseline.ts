/**
 * What a forecast of a score has to be held against:
 * - `score-persistence`: the score that holds now is the forecast.
 * - `component-persistence`: the score of the target window when its unknown hours repeat the last known hour.
 * - `hourly-climatology`: the mean score of the target's local hour over the training part.
 *
 * The persistence forecasts are the caller's to compute: they need the score's own formula.
 */
export const baselineNames = ["score-persistence", "component-persistence", "hourly-climatology"] as const;

export type BaselineName = (typeof baselineNames)[number];
