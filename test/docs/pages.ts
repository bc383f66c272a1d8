// The Markdown pages of the repository: their headings, links, code, and what they name.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { Code, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { root } from '../../scripts/run.mjs';

export interface Page {
  /** In the repository. */
  path: string;
  /** The anchors of its headings, as GitHub and TypeDoc make them. */
  anchors: ReadonlySet<string>;
  /** Addresses of links and pictures, as written. */
  links: readonly Found[];
  /** Words set as code, in running text. */
  names: readonly Found[];
  /** What is emphasised: in the guide to errors, messages. */
  emphases: readonly Found[];
  fences: readonly Fence[];
}

export interface Found {
  text: string;
  line: number;
}

export interface Fence extends Found {
  language: string;
  /** What follows the language: the path of the file that holds this code, where there is one. */
  file?: string;
}

/** Every page that is written by hand: at the root, in docs, and with each example. */
export function readPages(): Page[] {
  const examples = join(root, 'examples');
  const projects = existsSync(examples) ? readdirSync(examples).map((name) => `examples/${name}/`) : [];
  return ['', 'docs/', 'examples/', ...projects].flatMap((folder) => {
    if (!existsSync(join(root, folder))) return [];
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
    return names
      .sort()
      .map((name) => readPage(folder + name, readFileSync(join(root, folder, name), 'utf8')));
  });
}

export function readPage(path: string, source: string): Page {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  const [links, names, emphases, fences]: [Found[], Found[], Found[], Fence[]] = [[], [], [], []];
  visit(fromMarkdown(source), (node) => {
    const line = lineOf(node);
    if (node.type === 'heading') anchors.add(slugger.slug(textOf(node)));
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
      links.push({ text: node.url, line });
    }
    if (node.type === 'inlineCode') names.push({ text: node.value, line });
    if (node.type === 'emphasis') emphases.push({ text: textOf(node), line });
    if (node.type === 'code') fences.push(fence(node, line));
  });
  return { path, anchors, links, names, emphases, fences };
}

function fence({ lang, meta, value }: Code, line: number): Fence {
  return { language: lang ?? '', ...(meta ? { file: meta } : {}), text: value, line };
}

function lineOf({ position }: Nodes): number {
  return position!.start.line;
}
