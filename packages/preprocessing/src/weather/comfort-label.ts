export type ComfortLabel = "excellent" | "good" | "uncomfortable" | "harsh";

/** The word for a comfort score (0–100): from 80 excellent, from 60 good, from 50 uncomfortable, else harsh. */
export function comfortLabel(score: number): ComfortLabel {
  if (score >= 80) return "excellent";
  if (score >= 60) return "good";
  return score >= 50 ? "uncomfortable" : "harsh";
}
