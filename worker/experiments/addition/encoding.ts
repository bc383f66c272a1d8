// Text as the network reads and writes it: one row a character, one-hot over the vocabulary.
import { tensor3d } from '@tensorflow/tfjs-core';
import type { Examples } from '../../training/examples';
import type { Question } from './questions';

/** Digits, plus, and the space that pads. */
export const vocabulary = '0123456789+ ';

export interface Coding {
  /** Digits of each of the two numbers. */
  digits: number;
  inverted: boolean;
}

/** Characters of a question and of an answer, padding included. */
export function lengths(digits: number): { question: number; answer: number } {
  return { question: 2 * digits + 1, answer: digits + 1 };
}

/** One-hot rows of texts that fit: [texts, length, 12], flat. */
export function encode(texts: string[], length: number): Float32Array {
  const rows = new Float32Array(texts.length * length * vocabulary.length);
  for (const [i, text] of texts.entries()) {
    for (const [j, character] of [...text.padEnd(length)].entries()) {
      rows[(i * length + j) * vocabulary.length + vocabulary.indexOf(character)] = 1;
    }
  }
  return rows;
}

/** Questions, padded and inverted as the network reads them: [questions, 2 · digits + 1, 12], flat. */
export function encodeQuestions(questions: string[], { digits, inverted }: Coding): Float32Array {
  const { question: length } = lengths(digits);
  const read = (question: string) => [...question.padEnd(length)].reverse().join('');
  return encode(inverted ? questions.map(read) : questions, length);
}

export interface Decoded {
  text: string;
  /** Product of the probabilities of its characters, padding included. */
  probability: number;
}

/** The likeliest texts for rows of probabilities, flat: [texts, length, 12]. */
export function decode(rows: ArrayLike<number>, length: number): Decoded[] {
  const texts: Decoded[] = [];
  for (let row = 0; row * vocabulary.length < rows.length; row += length) {
    let text = '';
    let probability = 1;
    for (let i = row; i < row + length; i++) {
      const at = i * vocabulary.length;
      let best = 0;
      for (let j = 1; j < vocabulary.length; j++) if (rows[at + j]! > rows[at + best]!) best = j;
      text += vocabulary[best];
      probability *= rows[at + best]!;
    }
    texts.push({ text: text.trimEnd(), probability });
  }
  return texts;
}

/**
 * Questions as x: [batch, 2 · digits + 1, 12], answers as y: [batch, digits + 1, 12].
 * @param count of an epoch
 */
export function additionExamples(questions: Question[], count: number, coding: Coding): Examples {
  const length = lengths(coding.digits);
  return {
    count,
    batch(indices) {
      const chosen = Array.from(indices, (index) => questions[index]!);
      const x = encodeQuestions(
        chosen.map(({ question }) => question),
        coding,
      );
      const y = encode(
        chosen.map(({ answer }) => answer),
        length.answer,
      );
      return {
        x: tensor3d(x, [chosen.length, length.question, vocabulary.length]),
        y: tensor3d(y, [chosen.length, length.answer, vocabulary.length]),
      };
    },
  };
}
