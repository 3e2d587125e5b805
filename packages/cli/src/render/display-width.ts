const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
const ZERO = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const ESCAPES = /\u001B\[[0-9;]*m/g;

/** Columns that `text` takes in a terminal: East Asian wide characters two, combining marks and colours none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(ESCAPES, "")) {
    if (ZERO.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}
