const steps = [128, 64, 32, 16, 8, 4, 2, 1];

/**
 * Values (f32) to bins, every fourth byte: 1 + the number of edges below the value, 0 for NaN. The edges are 256 f32,
 * padded by infinity, so that eight comparisons without a branch find the place.
 */
export const binColumnWat = `
  (func (export "binColumn") (param $values i32) (param $count i32) (param $edges i32) (param $out i32)
    (local $value f32) (local $at i32) (local $end i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $end (i32.add (local.get $values) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $value (f32.load (local.get $values)))
      (local.set $at (local.get $edges))
      ${steps.map(searchStep).join("\n      ")}
      (i32.store8 (local.get $out) (i32.mul
        (i32.add (i32.shr_u (i32.sub (local.get $at) (local.get $edges)) (i32.const 2)) (i32.const 1))
        (f32.eq (local.get $value) (local.get $value))))
      (local.set $values (i32.add (local.get $values) (i32.const 4)))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $values) (local.get $end)))))`;

function searchStep(step: number): string {
  const above = `(f32.gt (local.get $value) (f32.load offset=${(step - 1) * 4} (local.get $at)))`;
  return `(local.set $at (i32.add (local.get $at) (i32.shl ${above} (i32.const ${Math.log2(step) + 2}))))`;
}
