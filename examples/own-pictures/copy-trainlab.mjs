// Puts the package's files beside the page: a static host needs no more.
import { cp } from 'node:fs/promises';

await cp('node_modules/trainlab/dist', 'public/trainlab', { recursive: true });
