// A plugin of TypeDoc: a guide is called as its heading says, not as its file.
import { Converter } from 'typedoc';

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, guide) => {
    const heading = /^\s*# (.+)/.exec(guide.content[0]?.text ?? '');
    if (heading) guide.name = heading[1];
  });
}
