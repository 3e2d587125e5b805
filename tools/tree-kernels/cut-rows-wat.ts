/**
 * The best cut of one column for the rows of a node, without a histogram that is kept: sums by bin, then the places
 * between bins that have rows. `few` marks bins in 256 bits and goes through the marked ones; otherwise it goes through
 * all, which is faster from some hundreds of rows on. The histogram is 0 before and after.
 */
export function cutRowsWat(name: string, few: boolean): string {
  const mark = `
      (local.set $word (i32.add (local.get $marks) (i32.shl (i32.shr_u (local.get $bin) (i32.const 6)) (i32.const 3))))
      (i64.store (local.get $word) (i64.or (i64.load (local.get $word)) (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $bin)))))`;
  const throughMarked = `
    (loop $words
      (local.set $bits (i64.load (local.get $marks)))
      (i64.store (local.get $marks) (i64.const 0))
      (block $empty (loop $next
        (br_if $empty (i64.eqz (local.get $bits)))
        (local.set $bin (i32.add (local.get $base) (i32.wrap_i64 (i64.ctz (local.get $bits)))))
        (local.set $bits (i64.and (local.get $bits) (i64.sub (local.get $bits) (i64.const 1))))
        (local.set $place (i32.add (local.get $histogram) (i32.shl (local.get $bin) (i32.const 4))))
        ${tryCut}
        (br $next)))
      (local.set $marks (i32.add (local.get $marks) (i32.const 8)))
      (br_if $words (i32.lt_u (local.tee $base (i32.add (local.get $base) (i32.const 64))) (i32.const 256))))`;
  const throughAll = `
    (local.set $place (local.get $histogram))
    (local.set $bin (i32.const 0))
    (loop $next
      (if (f64.gt (f64.load offset=8 (local.get $place)) (f64.const 0)) (then ${tryCut}))
      (local.set $place (i32.add (local.get $place) (i32.const 16)))
      (br_if $next (i32.lt_u (local.tee $bin (i32.add (local.get $bin) (i32.const 1))) (i32.const 256))))`;
  return `
  (func (export "${name}") (param $rows i32) (param $count i32) (param $pairs i32) (param $bins i32) (param $histogram i32)
    (param $marks i32) (param $G f64) (param $H f64) (param $leastH f64) (param $least f64) (param $out i32) (result i32)
    (local $end i32) (local $row i32) (local $bin i32) (local $place i32) (local $word i32) (local $base i32)
    (local $previous i32) (local $best i32) (local $bits i64) (local $gain f64)
    (local $left v128) (local $right v128) (local $total v128) (local $g v128) (local $h v128)
    (if (i32.eqz (local.get $count)) (then (return (i32.const -1))))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $row (i32.load (local.get $rows)))
      (local.set $bin (i32.load8_u (i32.add (local.get $bins) (i32.shl (local.get $row) (i32.const 2)))))
      (local.set $place (i32.add (local.get $histogram) (i32.shl (local.get $bin) (i32.const 4))))
      (v128.store (local.get $place) (f64x2.add (v128.load (local.get $place))
        (f64x2.promote_low_f32x4 (v128.load64_zero (i32.add (local.get $pairs) (i32.shl (local.get $row) (i32.const 3)))))))
      ${few ? mark : ""}
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end))))
    (local.set $best (i32.const -1))
    (local.set $previous (i32.const -1))
    (local.set $total (f64x2.replace_lane 1 (f64x2.splat (local.get $G)) (local.get $H)))
    ${few ? throughMarked : throughAll}
    (local.get $best))`;
}

/** Before the bin joins the left side: is the cut between it and the last bin the best so far? */
const tryCut = `
        (if (i32.ge_s (local.get $previous) (i32.const 0)) (then
          (local.set $right (f64x2.sub (local.get $total) (local.get $left)))
          (if (i32.and
              (f64.ge (f64x2.extract_lane 1 (local.get $left)) (local.get $leastH))
              (f64.ge (f64x2.extract_lane 1 (local.get $right)) (local.get $leastH))) (then
            (local.set $g (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $left) (local.get $right)))
            (local.set $h (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $left) (local.get $right)))
            (local.set $g (f64x2.div (f64x2.mul (local.get $g) (local.get $g)) (local.get $h)))
            (local.set $gain (f64.add (f64x2.extract_lane 0 (local.get $g)) (f64x2.extract_lane 1 (local.get $g))))
            (if (f64.gt (local.get $gain) (local.get $least)) (then
              (local.set $least (local.get $gain))
              (local.set $best (i32.or (local.get $previous) (i32.shl (local.get $bin) (i32.const 8))))
              (f64.store (local.get $out) (local.get $gain))
              (v128.store offset=8 (local.get $out) (local.get $left))))))))
        (local.set $left (f64x2.add (local.get $left) (v128.load (local.get $place))))
        (v128.store (local.get $place) (v128.const i64x2 0 0))
        (local.set $previous (local.get $bin))`;
