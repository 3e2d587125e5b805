/** A share as percent, never rounded up to 100 or down to 0: `99.98 %`. */
export function percentText(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  const percent = share * 100;
  const text = percent.toPrecision(percent > 99 ? 4 : 3);
  const shown = Number(text) >= 100 ? "> 99.99" : String(Number(text));
  return `${shown} %`;
}
