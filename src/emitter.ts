// Typed listeners: who listens to what, and nothing else.

/** Ends the listening. */
export type Unsubscribe = () => void;

export interface Emitter<Events> {
  on<K extends keyof Events>(
    type: K,
    listener: (event: Events[K]) => void,
    options?: { signal?: AbortSignal },
  ): Unsubscribe;
  emit<K extends keyof Events>(type: K, event: Events[K]): void;
  clear(): void;
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>();
  return {
    on(type, listener, { signal } = {}) {
      if (signal?.aborted) return () => {};
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set.add(listener));
      const unsubscribe = () => {
        set.delete(listener);
        signal?.removeEventListener('abort', unsubscribe);
      };
      signal?.addEventListener('abort', unsubscribe, { once: true });
      return unsubscribe;
    },
    emit(type, event) {
      for (const listener of [...(listeners.get(type) ?? [])]) {
        try {
          listener(event as never);
        } catch (error) {
          // A listener's mistake is the page's to see; it must not end the run or silence the other listeners.
          reportError(error);
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
