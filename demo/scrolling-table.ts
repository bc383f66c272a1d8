// A table in a frame that a wide one scrolls in, by keyboard too.
import { element } from './element';

export interface ScrollingTable {
  element: HTMLElement;
  table: HTMLTableElement;
  /** Says what the table holds. */
  caption(text: string): void;
}

/** @param label name of the frame, for screen readers */
export function createScrollingTable(label: string, attributes: Record<string, string> = {}): ScrollingTable {
  // Of its own width, so that it stays in sight where the table is wider than the frame.
  const caption = element('span', {}, label);
  const head = element('caption', {}, caption);
  const table = element('table', attributes, head, element('thead'), element('tbody'));
  return {
    element: element('section', { class: 'scroll', 'aria-label': label, tabindex: 0 }, table),
    table,
    caption(text) {
      caption.textContent = text;
    },
  };
}
