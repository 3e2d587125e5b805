/**
 * Indices of felt temperature. Temperatures in °C, relative humidity in percent, wind in m/s. An input that is NaN gives
 * NaN.
 */

/**
 * Heat index, °C: Rothfusz's regression (US National Weather Service, SR 90-23) with its coefficients for °C, from
 * 27 °C and 40 % humidity on; below, the temperature itself.
 */
export function heatIndex(temperature: number, humidity: number): number {
  if (!(temperature >= 27 && humidity >= 40)) return Number.isNaN(humidity) ? Number.NaN : temperature;
  const t = temperature;
  const r = humidity;
  return (
    -8.78469475556 +
    1.61139411 * t +
    2.33854883889 * r -
    0.14611605 * t * r -
    0.012308094 * t * t -
    0.0164248277778 * r * r +
    0.002211732 * t * t * r +
    0.00072546 * t * r * r -
    0.000003582 * t * t * r * r
  );
}

/**
 * Wind chill, °C: the index of Environment Canada and the US National Weather Service (2001), wind in km/h inside, up to
 * 10 °C and from 1.34 m/s on; else the temperature itself.
 */
export function windChill(temperature: number, wind: number): number {
  if (!(temperature <= 10 && wind >= 1.34)) return Number.isNaN(wind) ? Number.NaN : temperature;
  const power = (wind * 3.6) ** 0.16;
  return 13.12 + 0.6215 * temperature - 11.37 * power + 0.3965 * temperature * power;
}

/** Apparent temperature, °C: the heat index where it applies, the wind chill where it does, else Steadman (1994). */
export function apparentTemperature(temperature: number, humidity: number, wind: number): number {
  if (Number.isNaN(humidity) || Number.isNaN(wind)) return Number.NaN;
  if (temperature >= 27 && humidity >= 40) return heatIndex(temperature, humidity);
  if (temperature <= 10 && wind >= 1.34) return windChill(temperature, wind);
  const vapourPressure = (humidity / 100) * 6.105 * Math.exp((17.27 * temperature) / (237.7 + temperature));
  return temperature + 0.33 * vapourPressure - 0.7 * wind - 4;
}

/** Discomfort index after Thom (1959) in its form for °C; from 75 on about half of the people feel uncomfortable. */
export function discomfortIndex(temperature: number, humidity: number): number {
  return 0.81 * temperature + 0.01 * humidity * (0.99 * temperature - 14.3) + 46.3;
}

/** 1 in the band, falling by 1 for each `width` beyond it, not under 0. */
export function bandComfort(value: number, low: number, high: number, width: number): number {
  const distance = Math.max(low - value, value - high, 0);
  return Math.max(0, 1 - distance / width);
}

export function clampToUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
