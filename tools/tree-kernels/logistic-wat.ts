import { expCoefficients, LN2_HIGH, LN2_LOW, LOG2_E } from "../../packages/models/src/trees/kernels/exponential.ts";

/**
 * Gradient p − y and hessian p (1 − p) of the logistic loss, four rows at a time: scores and labels (f32) to pairs of
 * f32. `count` is a multiple of four. The exponential is the polynomial of `exponential.ts`.
 */
export const logisticWat = `
  (func (export "logisticGradients") (param $scores i32) (param $labels i32) (param $out i32) (param $count i32)
    (local $end i32) (local $x v128) (local $power v128) (local $p v128) (local $h v128)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $end (i32.add (local.get $scores) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $x (f32x4.max (f32x4.min (f32x4.neg (v128.load (local.get $scores))) ${four(87)}) ${four(-87)}))
      (local.set $power (f32x4.nearest (f32x4.mul (local.get $x) ${four(LOG2_E)})))
      (local.set $x (f32x4.sub (f32x4.sub (local.get $x) (f32x4.mul (local.get $power) ${four(LN2_HIGH)})) (f32x4.mul (local.get $power) ${four(LN2_LOW)})))
      (local.set $p ${four(expCoefficients[0])})
      ${expCoefficients
        .slice(1)
        .map((each) => `(local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $x)) ${four(each)}))`)
        .join("\n      ")}
      (local.set $p (f32x4.add (f32x4.add (f32x4.mul (local.get $p) (f32x4.mul (local.get $x) (local.get $x))) (local.get $x)) ${four(1)}))
      (local.set $p (f32x4.mul (local.get $p) (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $power)) (v128.const i32x4 127 127 127 127)) (i32.const 23))))
      (local.set $p (f32x4.div ${four(1)} (f32x4.add ${four(1)} (local.get $p))))
      (local.set $h (f32x4.mul (local.get $p) (f32x4.sub ${four(1)} (local.get $p))))
      (local.set $p (f32x4.sub (local.get $p) (v128.load (local.get $labels))))
      (v128.store (local.get $out) (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $p) (local.get $h)))
      (v128.store offset=16 (local.get $out) (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $p) (local.get $h)))
      (local.set $scores (i32.add (local.get $scores) (i32.const 16)))
      (local.set $labels (i32.add (local.get $labels) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 32)))
      (br_if $next (i32.lt_u (local.get $scores) (local.get $end)))))`;

function four(value: number | undefined): string {
  const text = String(value);
  return `(v128.const f32x4 ${text} ${text} ${text} ${text})`;
}
