/**
 * Sums of (gradient, hessian) by bin: one pass over rows, four columns for each group. A group's four bins of a row are
 * one 32-bit word; a bin's two sums are one vector, so that a row costs a load, an addition and a store per column, and
 * the additions of different columns do not wait for each other.
 */
export function histogramWat(name: string, groups: number, dense: boolean): string {
  const all = Array.from({ length: groups }, (_, group) => group);
  const row = dense ? "(local.get $at)" : "(i32.load (local.get $rows))";
  const words = all.map((group) => {
    const word = `(local.set $word (i32.load (i32.add (local.get $bins${group}) (i32.shl (local.get $row) (i32.const 2)))))`;
    return [word, ...[0, 1, 2, 3].map((column) => addToBin(group * 4 + column, column))].join("\n      ");
  });
  return `
  (func (export "${name}") ${dense ? "" : "(param $rows i32)"} (param $count i32) (param $gradients i32)
    ${all.map((group) => `(param $bins${group} i32)`).join(" ")} (param $histogram i32)
    (local $at i32) (local $row i32) (local $word i32) (local $bin i32) (local $pair v128)
    (if (i32.eqz (local.get $count)) (then (return)))
    (loop $next
      (local.set $row ${row})
      (local.set $pair (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $gradients))))
      ${words.join("\n      ")}
      (local.set $gradients (i32.add (local.get $gradients) (i32.const 8)))
      ${dense ? "" : "(local.set $rows (i32.add (local.get $rows) (i32.const 4)))"}
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $count)))))`;
}

/** Byte `byte` of the word, times 16, is the bin's place in the histogram of column `column`, which has 4096 bytes. */
function addToBin(column: number, byte: number): string {
  const shifted = [
    "(i32.shl (i32.and (local.get $word) (i32.const 0xff)) (i32.const 4))",
    "(i32.and (i32.shr_u (local.get $word) (i32.const 4)) (i32.const 0xff0))",
    "(i32.and (i32.shr_u (local.get $word) (i32.const 12)) (i32.const 0xff0))",
    "(i32.shl (i32.shr_u (local.get $word) (i32.const 24)) (i32.const 4))",
  ][byte];
  return `(local.set $bin (i32.add (local.get $histogram) ${shifted}))
      (v128.store offset=${column * 4096} (local.get $bin) (f64x2.add (v128.load offset=${column * 4096} (local.get $bin)) (local.get $pair)))`;
}

/** The same for a single column of a group: \`bins\` is the address of its bin of row 0. */
export const histogramColumnWat = `
  (func (export "histogramColumn") (param $rows i32) (param $count i32) (param $gradients i32) (param $bins i32) (param $histogram i32)
    (local $end i32) (local $bin i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $bin (i32.add (local.get $histogram) (i32.shl (i32.load8_u (i32.add (local.get $bins)
        (i32.shl (i32.load (local.get $rows)) (i32.const 2)))) (i32.const 4))))
      (v128.store (local.get $bin) (f64x2.add (v128.load (local.get $bin))
        (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $gradients)))))
      (local.set $gradients (i32.add (local.get $gradients) (i32.const 8)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))`;
