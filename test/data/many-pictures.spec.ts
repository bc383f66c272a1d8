// Sets of pictures that are larger than what is kept decoded.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '../fixtures';

const PICTURES = 10_000;
const SIDE = 200;
const MOST = 1.5 * 2 ** 30;

test('10,000 pictures of 200 × 200 train in less than 1.5 GB', async ({ labPage }) => {
  test.skip(process.platform !== 'linux', 'Memory is read from /proc.');
  test.setTimeout(600_000);
  let most = 0;
  const sampling = setInterval(() => {
    most = Math.max(most, memoryOfBrowser());
  }, 500);
  await labPage.evaluate(
    async ([count, side]) => {
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext('2d')!;
      const blobs: Blob[] = [];
      for (let i = 0; i < 40; i++) {
        context.fillStyle = i % 2 ? '#46c' : '#c64';
        context.fillRect(0, 0, side, side);
        for (let k = 0; k < 200; k++) {
          context.fillStyle = `hsl(${(i * 37 + k * 11) % 360} 60% 50% / 0.3)`;
          context.fillRect((k * 53 + i * 7) % side, (k * 31) % side, 30, 20);
        }
        blobs.push(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 }));
      }
      const bytes = await Promise.all(blobs.map((blob) => blob.arrayBuffer()));
      const files = Array.from({ length: count }, (_, i) => {
        const file = new File([bytes[i % 40]!], `${i}.jpg`);
        Object.defineProperty(file, 'webkitRelativePath', {
          value: `set/${i % 2 ? 'blue' : 'red'}/${i}.jpg`,
        });
        return file;
      });
      const lab = await window.trainlab.createLab({ backends: ['wasm'] });
      const data = await lab.dataset(files, { size: side });
      const run = lab.train('cifar10', { data, epochs: 1, seed: 1 });
      // A few steps: a whole epoch needs no more.
      await new Promise<void>((resolve) => run.on('batch', ({ batch }) => batch > 20 && resolve()));
    },
    [PICTURES, SIDE] as const,
  );
  clearInterval(sampling);
  console.log(Math.round(most / 2 ** 20), 'MB');
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(MOST);
});

/** Memory of this process' browsers, in bytes; what several share counts a part for each. */
function memoryOfBrowser(): number {
  const lines = execFileSync('ps', ['-eo', 'pid,ppid']).toString().trim().split('\n').slice(1);
  const all = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const mine = new Set([process.pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, parent] of all) {
      if (!mine.has(parent) || mine.has(pid)) continue;
      mine.add(pid);
      grown = true;
    }
  }
  mine.delete(process.pid);
  return all.reduce((sum, [pid]) => sum + (mine.has(pid) ? shareOf(pid) : 0), 0);
}

function shareOf(pid: number): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))!;
    return Number(kilobytes) * 1024;
  } catch {
    return 0; // it has ended meanwhile
  }
}
