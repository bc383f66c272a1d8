// A worker file that serves after an await: a lab may have started by then.
import { experiments, serve } from '/dist/worker.js';

await new Promise((resolve) => setTimeout(resolve, 50));
serve(experiments);
