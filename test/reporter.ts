// Prints each test with its duration as it ends, what went wrong, and the counts.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { FullResult, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';

/** How many tests ended in which way. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export default class LineReporter implements Reporter {
  #suite: Suite | undefined;
  #brokenFiles = 0;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const outcome = test.outcome();
    const mark = outcome === 'skipped' ? 'skip' : outcome === 'unexpected' ? 'FAIL' : 'ok';
    const figures = result.annotations.map(({ type, description }) => ` (${type}: ${description ?? ''})`);
    console.log(`${mark.padEnd(4)} ${seconds(result.duration)}  ${nameOf(test)}${figures.join('')}`);
    if (outcome !== 'unexpected') return;
    for (const { message, stack, value, snippet } of result.errors) {
      console.log(indent([ours(stack ?? message ?? value), snippet].filter(Boolean).join('\n')));
    }
    for (const { name, path, body } of result.attachments) {
      console.log(indent(`${name}: ${path ?? body?.toString()}`));
    }
    for (const output of [...result.stdout, ...result.stderr]) console.log(indent(String(output).trimEnd()));
  }

  /** Outside any test: a file that does not load, a set-up that fails. */
  onError(error: TestError): void {
    this.#brokenFiles += 1;
    console.log(`FAIL\n${indent(error.stack ?? error.message ?? String(error.value))}`);
  }

  onEnd({ status }: FullResult): void {
    const counts: Counts = { passed: 0, failed: this.#brokenFiles, skipped: 0 };
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      counts[outcome === 'skipped' ? 'skipped' : outcome === 'unexpected' ? 'failed' : 'passed'] += 1;
    }
    if (status !== 'passed' && counts.failed === 0) counts.failed = 1;
    const file = process.env.TRAINLAB_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
    else console.log(closingLine(counts));
  }
}

function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function nameOf(test: TestCase): string {
  const [, , , ...titles] = test.titlePath();
  return [relative('test', test.location.file), ...titles].join(' › ');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`.padStart(8);
}

/** Without the calls that only a test runner's author wants to see. */
function ours(text = ''): string {
  return text.replace(/\n +at .*node_modules.*/g, '');
}

function indent(text: string): string {
  const plain = process.stdout.isTTY ? text : stripVTControlCharacters(text);
  return plain.replace(/^/gm, '       ');
}
