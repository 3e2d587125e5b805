/** How a number is shown. The exact value stands beside it in the document. */
export type NumberFormat =
  /** Whole numbers with separators, others to four significant digits. */
  | "number"
  /** A share of 1 as per cent with one decimal. */
  | "percent"
  /** With a binary unit: `1.2 MiB`. */
  | "bytes"
  /** Milliseconds as `850 ms`, `12.3 s`, `4 min 5 s`. */
  | "duration"
  /** Without separators: seeds, years, versions. */
  | "plain";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

export function numberText(value: number, format: NumberFormat = "number"): string {
  if (!Number.isFinite(value)) return String(value);
  switch (format) {
    case "number":
      // Adding 0 takes the sign from −0.
      return Number.isInteger(value) && Math.abs(value) < 1e15 ? whole.format(value + 0) : decimalText(value);
    case "percent":
      return `${(value * 100).toFixed(1)} %`;
    case "bytes":
      return bytesText(value);
    case "duration":
      return durationText(value);
    case "plain":
      return String(value);
  }
}

/** Four significant digits, trailing zeros kept; large and tiny numbers in powers of ten. */
export function decimalText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(3);
  if (size >= 1000) return whole.format(Math.round(value));
  return value === 0 ? "0" : value.toPrecision(4);
}

function bytesText(value: number): string {
  let [size, unit] = [value, 0];
  while (Math.abs(size) >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? whole.format(size) : size.toFixed(1)} ${units[unit] ?? "B"}`;
}

function durationText(value: number): string {
  if (value < 1000) return `${Math.round(value)} ms`;
  if (value < 60_000) return `${(value / 1000).toFixed(1)} s`;
  const seconds = Math.round(value / 1000);
  return `${whole.format(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}
