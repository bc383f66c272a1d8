// A worker file that adds one experiment to all that are built in.
import { experiments, serve } from '/dist/worker.js';
import spiral from '/example/spiral.js';

serve({ ...experiments, spiral });
