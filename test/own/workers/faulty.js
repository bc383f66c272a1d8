// A worker file whose experiment lacks a part.
import { experiments, serve } from '/dist/worker.js';

serve({ ...experiments, mine: ({ experiment }) => experiment({ title: 'Mine', description: 'No more.' }) });
