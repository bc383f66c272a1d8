// What parses separated values.
import Papa from 'papaparse';

export const library = { Parser: Papa.Parser };
