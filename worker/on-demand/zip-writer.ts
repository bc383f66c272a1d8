// What writes zip archives.
import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js';
import { provided } from './provided';

export const library = { ZipWriter };
provided()['zip-writer'] = library;
