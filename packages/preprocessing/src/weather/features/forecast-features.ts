import type { FeatureDefinition } from "./feature-definition.ts";

const source = "comfort score over the look-back window";
const score = (name: string, description: string, compute: FeatureDefinition["compute"]): FeatureDefinition => ({
  name,
  unit: "points",
  range: [0, 100],
  description,
  source,
  needs: [],
  compute,
});

/** What a forecast of the comfort score starts from: the score now, some hours ago, and persistence of the weather. */
export const forecastFeatures: readonly FeatureDefinition[] = [
  score("score_now", "Comfort score at t.", (m) => m.scores.now),
  score(
    "component_persistence",
    "Comfort score of the target window if the newest observed hour repeats until the target instant.",
    (m) => m.componentPersistence,
  ),
  score("score_lag_1h", "Comfort score one hour before t.", (m) => m.scores.lag1),
  score("score_lag_2h", "Comfort score two hours before t.", (m) => m.scores.lag2),
  score("score_lag_3h", "Comfort score three hours before t.", (m) => m.scores.lag3),
  score("score_lag_24h", "Comfort score a day before t.", (m) => m.scores.lag24),
  {
    name: "score_trend_3h",
    unit: "points/h",
    range: [-100 / 3, 100 / 3],
    description: "Change of the comfort score over the last three hours, per hour.",
    source,
    needs: [],
    compute: (m) => (m.scores.now - m.scores.lag3) / 3,
  },
];
