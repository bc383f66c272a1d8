// What parses separated values.
import Papa from 'papaparse';
import { provided } from './provided';

export const library = { Parser: Papa.Parser };
provided().csv = library;
