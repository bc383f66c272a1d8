// Lets messages in: a promise that resolves in a task of its own.
// Neither requestAnimationFrame nor setTimeout will do: hidden tabs hold the one and throttle the other.

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
