/**
 * The comfort score's penalties in score points, each a function of one summary of the look-back window:
 * score = max(0, 100 − pT − pP − pW − pH).
 */

/** 0–40. @param median °C over the window; free from 10 to 25 */
export function temperaturePenalty(median: number): number {
  if (median < 10) return Math.min(40, (10 - median) * 2.5);
  if (median > 25) return Math.min(40, (median - 25) * 1.8);
  return Number.isNaN(median) ? Number.NaN : 0;
}

/** 0–95. @param rain mm, total of the window @param snow mm, total of the window */
export function precipitationPenalty(rain: number, snow: number): number {
  return Math.min(45, rain * 10) + Math.min(50, snow * 15);
}

/** 0–25. @param peak highest wind speed of the window, m/s; free up to 4 */
export function windPenalty(peak: number): number {
  if (peak > 4) return Math.min(25, (peak - 4) * 3);
  return Number.isNaN(peak) ? Number.NaN : 0;
}

/** 0–15. @param average mean relative humidity of the window, percent; free from 30 to 70 */
export function humidityPenalty(average: number): number {
  if (average < 30 || average > 70) return Math.min(15, Math.abs(average - 50) * 0.4);
  return Number.isNaN(average) ? Number.NaN : 0;
}
