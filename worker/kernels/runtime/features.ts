// What this engine can run.
/** What this engine can run. */
export interface Features {
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
  /** Shared memory and workers on it: needs cross-origin isolation. */
  readonly threads: boolean;
}

/** Validates tiny modules instead of asking for the browser's name. */
export function detectFeatures(): Features {
  return {
    simd: validates(0xfd, 0x62), // i8x16.popcnt
    relaxedSimd: validates(0xfd, 0x81, 0x02), // i32x4.relaxed_trunc_f32x4_s
    threads:
      (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true &&
      typeof SharedArrayBuffer === 'function' &&
      typeof Worker === 'function',
  };
}

/** Does the engine know this instruction, one that takes a v128 and gives a v128? */
function validates(...instruction: number[]): boolean {
  const zero = [0xfd, 0x0c, ...new Array<number>(16).fill(0)]; // v128.const 0
  const body = [0x00, ...zero, ...instruction, 0x1a, 0x0b]; // no locals; drop; end
  const types = [0x01, 0x04, 0x01, 0x60, 0x00, 0x00]; // one function type: () -> ()
  const functions = [0x03, 0x02, 0x01, 0x00];
  const code = [0x0a, body.length + 2, 0x01, body.length, ...body];
  return WebAssembly.validate(
    new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...types, ...functions, ...code]),
  );
}
