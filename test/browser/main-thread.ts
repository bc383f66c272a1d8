// How long the page's main thread was busy at a stretch, as Chromium's own trace tells.
import type { Page } from '@playwright/test';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds on the wall and on the processor. */
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** A task of the main thread, in ms: on the processor, and on the wall. */
export interface Task {
  busy: number;
  wall: number;
}

/**
 * Every task of the page's main thread while `action` runs, longest first.
 * Wall time alone would blame the page for other programs of a crowded machine, so processor time comes with it.
 */
export async function tasksDuring(page: Page, action: () => Promise<void>): Promise<Task[]> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) events.push(event);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] },
  });
  await action();
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();

  const thread = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const named = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const mains = new Set(named.map(thread));
  return events
    .filter((event) => event.name === 'RunTask' && event.tdur !== undefined && mains.has(thread(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ busy: tdur / 1000, wall: dur / 1000 }))
    .sort((a, b) => b.busy - a.busy);
}
