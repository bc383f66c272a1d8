// What finds the files in zip archives.
import { ZipReader } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { provided } from './provided';

export const library = { ZipReader };
provided().zip = library;
