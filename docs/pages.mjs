// A plugin of TypeDoc: a page is called as its heading says, not as its file, and a link to the README leads to the
// site's first page.
import { fileURLToPath } from 'node:url';
import { Converter, normalizePath } from 'typedoc';

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_BEGIN, ({ project }) => {
    const readme = fileURLToPath(new URL('../README.md', import.meta.url));
    project.files.registerReflectionPath(normalizePath(readme), project);
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    const heading = /^\s*# (.+)/.exec(page.content[0]?.text ?? '');
    if (heading) page.name = heading[1];
  });
}
