/** Kernels over lists of row numbers (u32). */
export const rowsWat = `
  (func (export "clear") (param $at i32) (param $bytes i32)
    (memory.fill (local.get $at) (i32.const 0) (local.get $bytes)))

  ;; out = a - b, in vectors of two doubles
  (func (export "subtract") (param $a i32) (param $b i32) (param $out i32) (param $vectors i32)
    (local $end i32)
    (if (i32.eqz (local.get $vectors)) (then (return)))
    (local.set $end (i32.add (local.get $a) (i32.shl (local.get $vectors) (i32.const 4))))
    (loop $next
      (v128.store (local.get $out) (f64x2.sub (v128.load (local.get $a)) (v128.load (local.get $b))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $a) (local.get $end)))))

  ;; the (gradient, hessian) pairs of the rows, one after the other
  (func (export "gather") (param $rows i32) (param $count i32) (param $gradients i32) (param $out i32)
    (local $end i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (i64.store (local.get $out) (i64.load (i32.add (local.get $gradients) (i32.shl (i32.load (local.get $rows)) (i32.const 3)))))
      (local.set $out (i32.add (local.get $out) (i32.const 8)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))

  ;; rows whose bin has a 1 in the table of 256 bytes first, the others after them, both in their order; how many are first.
  ;; Every row is written to both lists and only one of them advances: no branch, so nothing to guess wrong.
  (func (export "partition") (param $rows i32) (param $count i32) (param $bins i32) (param $table i32) (param $scratch i32) (result i32)
    (local $from i32) (local $end i32) (local $left i32) (local $right i32) (local $row i32) (local $step i32)
    (if (i32.eqz (local.get $count)) (then (return (i32.const 0))))
    (local.set $from (local.get $rows))
    (local.set $left (local.get $rows))
    (local.set $right (local.get $scratch))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $row (i32.load (local.get $from)))
      (local.set $step (i32.shl (i32.load8_u (i32.add (local.get $table) (i32.load8_u (i32.add (local.get $bins)
        (i32.shl (local.get $row) (i32.const 2)))))) (i32.const 2)))
      (i32.store (local.get $left) (local.get $row))
      (i32.store (local.get $right) (local.get $row))
      (local.set $left (i32.add (local.get $left) (local.get $step)))
      (local.set $right (i32.add (local.get $right) (i32.sub (i32.const 4) (local.get $step))))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (memory.copy (local.get $left) (local.get $scratch) (i32.sub (local.get $right) (local.get $scratch)))
    (i32.shr_u (i32.sub (local.get $left) (local.get $rows)) (i32.const 2)))

  ;; scores (f32) of the rows grow by a leaf's value
  (func (export "addToRows") (param $rows i32) (param $count i32) (param $scores i32) (param $value f32)
    (local $end i32) (local $score i32)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $score (i32.add (local.get $scores) (i32.shl (i32.load (local.get $rows)) (i32.const 2))))
      (f32.store (local.get $score) (f32.add (f32.load (local.get $score)) (local.get $value)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end)))))`;
