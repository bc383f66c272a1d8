// Lets a network be built without drawing its first weights, which come from elsewhere: orthogonal ones take seconds.
import { serialization } from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';

interface Original {
  initializer: string;
  settings: serialization.ConfigDict;
}

type Initializer = ReturnType<typeof initializers.zeros>;

const Zeros = initializers.zeros().constructor as new () => Initializer;

/** Gives zeros, but is written down as the initializer in whose place it stands. */
class Deferred extends Zeros {
  /** @nocollapse */
  static className = 'TrainlabDeferred';

  constructor(private readonly original: Original) {
    super();
  }

  override getClassName(): string {
    return this.original.initializer;
  }

  override getConfig(): serialization.ConfigDict {
    return this.original.settings;
  }
}

serialization.registerClass(Deferred as unknown as serialization.SerializableConstructor<Deferred>);

/** A copy of a configuration that builds without drawing; what it builds is written down as the original is. */
export function deferInitializers<T extends object>(config: T): T {
  const copy = structuredClone(config);
  defer(copy);
  return copy;
}

function defer(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const object = node as Record<string, unknown>;
  for (const [key, value] of Object.entries(object)) {
    const { className, config } = (value ?? {}) as { className?: unknown; config?: unknown };
    if (/initializer$/i.test(key) && typeof className === 'string') {
      const original = { initializer: className, settings: config ?? {} };
      object[key] = { className: Deferred.className, config: original };
    } else defer(value);
  }
}
