// For the kernel benchmark, not part of the binaries: the most that this engine computes: twelve chains of fused multiply-adds that never leave the registers.

export function peak(rounds: i32, at: usize): void {
  const x = v128.load(at),
    y = v128.load(at, 16);
  let s0 = x,
    s1 = x,
    s2 = x,
    s3 = x,
    s4 = x,
    s5 = x,
    s6 = x,
    s7 = x,
    s8 = x,
    s9 = x,
    s10 = x,
    s11 = x;
  for (; rounds > 0; rounds--) {
    (s0 = madd(x, y, s0)), (s1 = madd(x, y, s1)), (s2 = madd(x, y, s2)), (s3 = madd(x, y, s3));
    (s4 = madd(x, y, s4)), (s5 = madd(x, y, s5)), (s6 = madd(x, y, s6)), (s7 = madd(x, y, s7));
    (s8 = madd(x, y, s8)), (s9 = madd(x, y, s9)), (s10 = madd(x, y, s10)), (s11 = madd(x, y, s11));
  }
  const a = f32x4.add(
    f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)),
    f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7)),
  );
  v128.store(at, f32x4.add(a, f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11))));
}

// @ts-ignore: decorator
@inline
function madd(x: v128, y: v128, sum: v128): v128 {
  return f32x4.relaxed_madd(x, y, sum);
}
