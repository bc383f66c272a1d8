// Options that a layer's constructor of tfjs-layers drops or takes for others.
import { classNamed } from '../../layer-classes';

type Constructor = new (...args: never[]) => object;
type Options = Record<string, unknown>;

/**
 * Puts a class between a layer's and its parent, whose constructor ends with `finish`. It runs before what the
 * layer's own constructor does after `super`.
 * @param finish gets the layer that is being made, and its options
 * @returns a function that undoes it
 */
export function extendConstruction<L>(
  className: string,
  finish: (layer: L, options: Options) => void,
): () => void {
  const layerClass = classNamed(className);
  if (!layerClass) return () => {};
  const parent = Object.getPrototypeOf(layerClass) as Constructor;
  const between = class extends parent {
    constructor(...args: never[]) {
      super(...args);
      finish(this as unknown as L, args.at(-1)! as Options);
    }
  };
  Object.setPrototypeOf(layerClass, between);
  return () => void Object.setPrototypeOf(layerClass, parent);
}

/** What an option is read as: a dense layer takes its name, configuration or object in all forms. */
export function readOption(option: 'kernelInitializer' | 'activityRegularizer', value: unknown): unknown {
  const dense = classNamed('Dense') as unknown as new (options: Options) => Options;
  return new dense({ units: 1, name: option, [option]: value })[option];
}
