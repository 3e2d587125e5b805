/**
 * How hard the weather is, 0–1: .4 for frost under −10 °C or heat over 35 °C, else .2 under 0 or over 30 °C; .2 for
 * humidity under 20 or over 80 %; .3 for wind over 10 m/s, else .1 over 5; .4 for more than 10 mm, else .1 for any.
 * NaN where an input is.
 */
export function severityScore(temperature: number, humidity: number, wind: number, precipitation: number): number {
  if (Number.isNaN(temperature + humidity + wind + precipitation)) return Number.NaN;
  let score = 0;
  if (temperature < -10 || temperature > 35) score += 0.4;
  else if (temperature < 0 || temperature > 30) score += 0.2;
  if (humidity < 20 || humidity > 80) score += 0.2;
  if (wind > 10) score += 0.3;
  else if (wind > 5) score += 0.1;
  if (precipitation > 10) score += 0.4;
  else if (precipitation > 0) score += 0.1;
  return Math.min(1, score);
}
