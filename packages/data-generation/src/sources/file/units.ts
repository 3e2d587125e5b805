import type { NumericField } from "../../observation/physical-range.ts";

type Conversion = (value: number) => number;
interface Quantity {
  /** By unit, to the unit of the observation, which comes first and is the default. */
  readonly units: Readonly<Record<string, Conversion>>;
}

const same: Conversion = (value) => value;
const times =
  (factor: number): Conversion =>
  (value) =>
    value * factor;

const metresPerMile = 1609.344;
const millimetresPerInch = 25.4;
/** Conventional inch of mercury at 0 °C (NIST SP 811, B.8), in hPa. */
const hectopascalsPerInchOfMercury = 33.86389;

/** Mile, inch and knot are exact by definition (international yard and pound agreement; 1 knot = 1852 m/h). */
const temperature: Quantity = {
  units: {
    celsius: same,
    fahrenheit: (value) => ((value - 32) * 5) / 9,
    kelvin: (value) => value - 273.15,
  },
};
const speed: Quantity = {
  units: {
    "m/s": same,
    "km/h": (value) => value / 3.6,
    mph: times(metresPerMile / 3600),
    knot: times(1852 / 3600),
    knots: times(1852 / 3600),
  },
};
const rainfall: Quantity = { units: { mm: same, cm: times(10), inch: times(millimetresPerInch) } };
const pressure: Quantity = {
  units: {
    hpa: same,
    mbar: same,
    kpa: times(10),
    pa: (value) => value / 100,
    inhg: times(hectopascalsPerInchOfMercury),
  },
};
const distance: Quantity = { units: { km: same, m: (value) => value / 1000, mile: times(metresPerMile / 1000) } };
const share: Quantity = { units: { percent: same, fraction: times(100) } };
const cloud: Quantity = {
  units: {
    tenths: same,
    okta: times(10 / 8),
    oktas: times(10 / 8),
    percent: (value) => value / 10,
    fraction: times(10),
  },
};
/** Watts per square metre are the mean over the hour. */
const radiation: Quantity = {
  units: { "mj/m2": same, "kj/m2": (value) => value / 1000, "kwh/m2": times(3.6), "w/m2": times(0.0036) },
};
const direction: Quantity = { units: { degrees: same } };

const quantities: Readonly<Record<NumericField, Quantity>> = {
  temperature,
  dewPoint: temperature,
  groundTemperature: temperature,
  relativeHumidity: share,
  windSpeed: speed,
  windGust: speed,
  windDirection: direction,
  precipitation: rainfall,
  pressure,
  visibility: distance,
  cloudCover: cloud,
  solarRadiation: radiation,
};

/** The units that a column of this field can be in; the first is the observation's own. */
export function unitsOf(field: NumericField): readonly string[] {
  return Object.keys(quantities[field].units);
}

/** Converts to the observation's unit, or undefined for a unit that the field does not have. Capitals do not count. */
export function conversionOf(field: NumericField, unit: string | undefined): Conversion | undefined {
  const name = unit?.toLowerCase() ?? unitsOf(field)[0] ?? "";
  const { units } = quantities[field];
  return Object.hasOwn(units, name) ? units[name] : undefined;
}
