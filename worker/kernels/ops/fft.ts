// The discrete Fourier transform of rows of complex numbers, of any length, in float64: radix 2 for powers of
// two, else Bluestein's way over one (L. Bluestein, A linear filtering approach to the computation of discrete
// Fourier transform, 1970).

/**
 * @param x rows of n complex numbers, each a pair of floats
 * @param y where the result goes; not x
 * @param inverse the inverse transform, divided by n
 */
export function transformRows(x: Float32Array, y: Float32Array, n: number, inverse: boolean): void {
  if (n === 0) return;
  const transform = planOf(n);
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  const scale = inverse ? 1 / n : 1;
  for (let row = 0; row < x.length; row += 2 * n) {
    for (let i = 0; i < n; i++) {
      re[i] = x[row + 2 * i]!;
      im[i] = x[row + 2 * i + 1]!;
    }
    // With real and imaginary parts exchanged on the way in and out, the forward transform is the inverse one.
    if (inverse) transform(im, re);
    else transform(re, im);
    for (let i = 0; i < n; i++) {
      y[row + 2 * i] = re[i]! * scale;
      y[row + 2 * i + 1] = im[i]! * scale;
    }
  }
}

type Transform = (re: Float64Array, im: Float64Array) => void;

function planOf(n: number): Transform {
  return (n & (n - 1)) === 0 ? radix2(n) : bluestein(n);
}

/** cos and sin of -2π i / n for i < count. */
function roots(n: number, count: number): [Float64Array, Float64Array] {
  const angle = (i: number) => (-2 * Math.PI * i) / n;
  return [
    Float64Array.from({ length: count }, (_, i) => Math.cos(angle(i))),
    Float64Array.from({ length: count }, (_, i) => Math.sin(angle(i))),
  ];
}

function radix2(n: number): Transform {
  const [cos, sin] = roots(n, n / 2);
  return (re, im) => {
    for (let i = 1, j = 0; i < n; i++) {
      let bit = n >> 1;
      for (; j & bit; bit >>= 1) j ^= bit;
      j ^= bit;
      if (i < j) {
        [re[i], re[j]] = [re[j]!, re[i]!];
        [im[i], im[j]] = [im[j]!, im[i]!];
      }
    }
    for (let half = 1; half < n; half *= 2) {
      const step = n / (2 * half);
      for (let start = 0; start < n; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const [a, b] = [start + k, start + k + half];
          const [c, s] = [cos[k * step]!, sin[k * step]!];
          const oddRe = re[b]! * c - im[b]! * s;
          const oddIm = re[b]! * s + im[b]! * c;
          re[b] = re[a]! - oddRe;
          im[b] = im[a]! - oddIm;
          re[a]! += oddRe;
          im[a]! += oddIm;
        }
      }
    }
  };
}

/** A transform of any length as a circular convolution with a chirp, whose length is a power of two. */
function bluestein(n: number): Transform {
  const m = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const convolve = radix2(m);
  const [cos, sin] = roots(2 * n, 2 * n);
  const square = (i: number) => Number((BigInt(i) * BigInt(i)) % BigInt(2 * n)); // exact for every length
  const chirpRe = Float64Array.from({ length: n }, (_, i) => cos[square(i)]!);
  const chirpIm = Float64Array.from({ length: n }, (_, i) => sin[square(i)]!);
  const [filterRe, filterIm] = [new Float64Array(m), new Float64Array(m)];
  for (let i = 0; i < n; i++) {
    filterRe[i] = filterRe[(m - i) % m] = chirpRe[i]!;
    filterIm[i] = filterIm[(m - i) % m] = -chirpIm[i]!;
  }
  convolve(filterRe, filterIm);
  return (re, im) => {
    const [aRe, aIm] = [new Float64Array(m), new Float64Array(m)];
    for (let i = 0; i < n; i++) {
      aRe[i] = re[i]! * chirpRe[i]! - im[i]! * chirpIm[i]!;
      aIm[i] = re[i]! * chirpIm[i]! + im[i]! * chirpRe[i]!;
    }
    convolve(aRe, aIm);
    for (let i = 0; i < m; i++) {
      const product = aRe[i]! * filterRe[i]! - aIm[i]! * filterIm[i]!;
      aIm[i] = aRe[i]! * filterIm[i]! + aIm[i]! * filterRe[i]!;
      aRe[i] = product;
    }
    convolve(aIm, aRe); // the inverse, but for 1 / m
    for (let i = 0; i < n; i++) {
      re[i] = (aRe[i]! * chirpRe[i]! - aIm[i]! * chirpIm[i]!) / m;
      im[i] = (aRe[i]! * chirpIm[i]! + aIm[i]! * chirpRe[i]!) / m;
    }
  };
}
