// What metrics are called where a network has several outputs.
import { validationName } from '../declare';

export const metricName = (output: string | undefined, metric: string) =>
  output === undefined ? metric : `${output}.${metric}`;

/** Over the validation examples: `loss` becomes `valLoss`, `digit.loss` becomes `digit.valLoss`. */
export function validated(name: string): string {
  const at = name.lastIndexOf('.') + 1;
  return name.slice(0, at) + validationName(name.slice(at));
}
