import { MlopsError } from "@mlops/core";

import { escapeMarkup } from "./escape.ts";
import { FORBIDDEN } from "./plain-label.ts";

/**
 * What vega writes, without what a picture does not need (classes, roles, invisible marks), with coordinates to a hundredth
 * of a pixel, and with neighbouring marks of one look joined into one path: a tenth of the size. The root gets the title and
 * the description.
 */
export function compactSvg(
  svg: string,
  { title, description }: { readonly title: string; readonly description: string },
): string {
  const opening = /^<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>/u.exec(svg);
  if (opening === null) throw new MlopsError("REPORT_DATA_INVALID", `The chart "${title}" was drawn without a frame.`);
  const [root, width = "", height = ""] = opening;
  const content = joinPaths(shorten(svg.slice(root.length, -"</svg>".length)));
  const [w, h] = [Math.ceil(Number(width)), Math.ceil(Number(height))];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="system-ui, sans-serif">` +
    `<title>${escapeMarkup(title)}</title><desc>${escapeMarkup(description)}</desc>${content}</svg>`
  );
}

/** Attributes hold no `<` or `>`, nor does escaped text, so that tags can be told by these. */
function shorten(content: string): string {
  return content
    .toWellFormed()
    .replaceAll(FORBIDDEN, "\u{fffd}")
    .replaceAll(/<text [^>]*opacity="0"[^>]*>[^<]*<\/text>/gu, "")
    .replaceAll(/<path class="(?:foreground|background)"[^>]*\/>/gu, "")
    .replaceAll(/<[a-z][^>]*>/gu, shortenTag)
    .replaceAll(/<line(?: transform="translate\(([-\d.]+),([-\d.]+)\)")? x2="([^"]*)" y2="([^"]*)"/gu, linePath)
    .replaceAll(/<g><\/g>/gu, "");
}

function shortenTag(tag: string): string {
  return tag
    .replaceAll(/ (?:class|role|aria-[a-z]+|pointer-events|font-family)="[^"]*"/gu, "")
    .replaceAll(/ (?:opacity|fill-opacity|stroke-opacity|stroke-width)="1"/gu, "")
    .replaceAll(/ transform="translate\(0,0\)"/gu, "")
    .replaceAll(
      / (d|transform|x2|y2)="([^"]*)"/gu,
      (_, name: string, value: string) => ` ${name}="${roundNumbers(value)}"`,
    );
}

function linePath(_: string, x = "0", y = "0", across: string, down: string): string {
  return `<path d="M${x},${y}l${across},${down}"`;
}

function roundNumbers(text: string): string {
  return text.replaceAll(/-?\d+\.\d+(?:e[-+]?\d+)?|-?\d+e[-+]?\d+/gu, (number) =>
    String(Math.round(Number(number) * 100) / 100),
  );
}

const path = /<path(?: transform="translate\(([-\d.]+),([-\d.]+)\)")? d="([^"]*)"([^>]*)\/>/uy;

/** Joins paths that follow each other and look alike; dots, whose path only starts at their place, are moved there. */
function joinPaths(content: string): string {
  let [joined, from] = ["", 0];
  let open: { d: string; look: string } | null = null;
  const close = (): string => (open === null ? "" : `<path d="${open.d}"${open.look}/>`);
  for (let at = content.indexOf("<path", from); at !== -1; at = content.indexOf("<path", from)) {
    path.lastIndex = at;
    const match = path.exec(content);
    const drawn = match === null ? null : placed(match);
    if (at > from || drawn === null || open?.look !== drawn.look) {
      joined += close() + content.slice(from, at);
      open = null;
    }
    if (match === null || drawn === null) {
      const end = content.indexOf(">", at) + 1;
      joined += content.slice(at, end);
      from = end;
      continue;
    }
    open = open === null ? drawn : { d: open.d + drawn.d, look: drawn.look };
    from = at + match[0].length;
  }
  return joined + close() + content.slice(from);
}

/** The path in the coordinates around it, or null where it has a transformation that cannot be taken into it. */
function placed([, x, y, d = "", look = ""]: RegExpExecArray): { d: string; look: string } | null {
  if (look.includes("transform=")) return null;
  if (x === undefined || y === undefined) return { d, look };
  return d === DOT ? { d: `M${x},${y}h0`, look } : null;
}

/** The path of a dot: nothing but the round end of its stroke. */
export const DOT = "M0,0L0,0";
