// npm run docs: makes build/docs, the guides and the API reference as pages that any web server can serve.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './install.mjs';
import { root, runNode } from './run.mjs';

/** Throws where a name has no docstring, or a link no target: TypeDoc's warnings count. */
export async function buildDocs() {
  const typedoc = 'docs/node_modules/typedoc/bin/typedoc';
  if (!(await runNode(typedoc, ['--options', 'docs/typedoc.json', '--logLevel', 'Warn']))) {
    throw new Error('The documentation cannot be made.');
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await installDependencies();
    await buildDocs();
    console.log(`The documentation begins at ${join(root, 'build/docs/index.html')}`);
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
