// A worker file that serves twice.
import { experiments, serve } from '/dist/worker.js';

serve(experiments);
serve(experiments);
