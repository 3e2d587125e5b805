/**
 * The best place to cut one column's histogram into bins up to `b` and bins above, for `b` in [from, to]: the place with
 * the greatest GL² / (HL + l2) + GR² / (HR + l2), if that is above `least`; −1 otherwise. The left sums begin with
 * (`leftG`, `leftH`). At `out`: that gain, GL, HL. Both halves need a hessian of `leastH` at least.
 */
export const splitWat = `
  (func (export "bestCut") (param $histogram i32) (param $from i32) (param $to i32) (param $leftG f64) (param $leftH f64)
    (param $G f64) (param $H f64) (param $l2 f64) (param $leastH f64) (param $least f64) (param $out i32) (result i32)
    (local $left v128) (local $right v128) (local $total v128) (local $g v128) (local $h v128) (local $shrink v128)
    (local $best i32) (local $gain f64)
    (local.set $best (i32.const -1))
    (local.set $left (f64x2.replace_lane 1 (f64x2.splat (local.get $leftG)) (local.get $leftH)))
    (local.set $total (f64x2.replace_lane 1 (f64x2.splat (local.get $G)) (local.get $H)))
    (local.set $shrink (f64x2.splat (local.get $l2)))
    (local.set $histogram (i32.add (local.get $histogram) (i32.shl (local.get $from) (i32.const 4))))
    (block $done (loop $next
      (br_if $done (i32.gt_s (local.get $from) (local.get $to)))
      (local.set $left (f64x2.add (local.get $left) (v128.load (local.get $histogram))))
      (local.set $right (f64x2.sub (local.get $total) (local.get $left)))
      ;; hessians are not negative: what is left on the right only shrinks
      (br_if $done (f64.lt (f64x2.extract_lane 1 (local.get $right)) (local.get $leastH)))
      (if (f64.ge (f64x2.extract_lane 1 (local.get $left)) (local.get $leastH)) (then
        (local.set $g (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $left) (local.get $right)))
        (local.set $h (f64x2.add (local.get $shrink) (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $left) (local.get $right))))
        (local.set $g (f64x2.div (f64x2.mul (local.get $g) (local.get $g)) (local.get $h)))
        (local.set $gain (f64.add (f64x2.extract_lane 0 (local.get $g)) (f64x2.extract_lane 1 (local.get $g))))
        (if (f64.gt (local.get $gain) (local.get $least)) (then
          (local.set $least (local.get $gain))
          (local.set $best (local.get $from))
          (f64.store (local.get $out) (local.get $gain))
          (v128.store offset=8 (local.get $out) (local.get $left))))))
      (local.set $histogram (i32.add (local.get $histogram) (i32.const 16)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br $next)))
    (local.get $best))`;
