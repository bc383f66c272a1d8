// Sets of pictures that are larger than what is kept decoded.
import { execFileSync } from 'node:child_process';
import { expect, test } from '../fixtures';

const PICTURES = 10_000;
const SIDE = 200;
const MOST = 1.5 * 2 ** 30;

test('10,000 pictures of 200 × 200 train in less than 1.5 GB', async ({ labPage, browser }) => {
  test.setTimeout(600_000);
  const before = memoryOfBrowser();
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
        Object.defineProperty(file, 'webkitRelativePath', { value: `set/${i % 2 ? 'blue' : 'red'}/${i}.jpg` });
        return file;
      });
      const lab = await window.trainlab.createLab({ backends: ['wasm'] });
      const data = await lab.dataset(files, { size: side });
      const run = lab.train('cifar10', { data, epochs: 1, batchSize: 500, seed: 1 });
      Object.assign(window, { training: run, data });
      await new Promise<void>((resolve) => run.on('batch', () => resolve()));
    },
    [PICTURES, SIDE] as const,
  );
  void browser;
  console.log(before / 2 ** 20, memoryOfBrowser() / 2 ** 20);
  expect(memoryOfBrowser()).toBeLessThan(MOST);
});

/** Resident memory of this process' browsers, in bytes; what they share counts once for each. */
function memoryOfBrowser(): number {
  const lines = execFileSync('ps', ['-eo', 'pid,ppid,rss']).toString().trim().split('\n').slice(1);
  const all = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
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
  return all.reduce((sum, [pid, , rss]) => sum + (mine.has(pid) ? rss * 1024 : 0), 0);
}
