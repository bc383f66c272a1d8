// Different sums to ask: no two of them add the same pair of numbers.
import type { Random } from '../../training/random';

export interface Question {
  question: string;
  answer: string;
}

/**
 * Draws `count` sums of numbers of 1 to `digits` digits, or as many as there are. a+b and b+a are the same
 * sum; how many digits a number has is drawn first, so that short ones are not rare.
 */
export function drawQuestions(count: number, digits: number, random: Random): Question[] {
  const numbers = 10 ** digits;
  const pairs = (numbers * (numbers + 1)) / 2;
  // Where most of the pairs are wanted, the last ones would be long in coming.
  if (count > pairs / 2) return random.shuffle(allPairs(numbers, random)).slice(0, count);
  const number = () => random.integer(10 ** (1 + random.integer(digits)));
  const seen = new Set<number>();
  const questions: Question[] = [];
  while (questions.length < count) {
    const a = number();
    const b = number();
    const pair = Math.min(a, b) * numbers + Math.max(a, b);
    if (seen.has(pair)) continue;
    seen.add(pair);
    questions.push(ask(a, b));
  }
  // Common pairs were drawn first.
  return random.shuffle(questions);
}

function allPairs(numbers: number, random: Random): Question[] {
  const questions: Question[] = [];
  for (let a = 0; a < numbers; a++) {
    for (let b = a; b < numbers; b++) questions.push(random.integer(2) ? ask(a, b) : ask(b, a));
  }
  return questions;
}

function ask(a: number, b: number): Question {
  return { question: `${a}+${b}`, answer: `${a + b}` };
}
