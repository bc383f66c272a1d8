// A module that a lab's worker loads as an experiment of a page's own; it trains nothing. From inside it does to the
// worker what devices and browsers do: one message on a channel, one fault. Only the worker that hears it is hit.
const TRAP = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0], // a WebAssembly module
  ...[1, 4, 1, 96, 0, 0], // of one function
  ...[3, 2, 1, 0],
  ...[7, 5, 1, 1, 102, 0, 0], // called f
  ...[10, 5, 1, 3, 0, 0, 11], // that is nothing but `unreachable`
]);

const BLOCK = 2 ** 28;

export default ({ tf, experiment }) => {
  const faults = {
    stuck() {
      for (;;);
    },
    crash() {
      throw new Error('A crash that was asked for');
    },
    /** The next kernel traps, and has written all over the heap before. */
    trap() {
      const backend = tf.backend();
      const memory = backend.heap?.memory;
      const move = backend.move.bind(backend);
      backend.move = () => {
        backend.move = move;
        if (memory)
          new Float32Array(memory.buffer, 2 ** 20, (memory.buffer.byteLength - 2 ** 20) / 4).fill(7);
        new WebAssembly.Instance(new WebAssembly.Module(TRAP)).exports.f();
      };
    },
    /** Takes all that the heap can still give, and gives nothing back. */
    memory() {
      const { module } = tf.backend().heap;
      for (let bytes = BLOCK; bytes >= 2 ** 10; bytes /= 4) {
        try {
          for (;;) module._malloc(bytes);
        } catch {
          // No block of this size is left.
        }
      }
    },
    device() {
      tf.backend().device.destroy();
    },
  };
  const channel = new BroadcastChannel('faults');
  channel.onmessage = ({ data }) => faults[data]();

  return experiment({
    title: 'Saboteur',
    description: 'Trains nothing; listens for faults.',
    hyperparameters: {},
    metrics: { loss: { kind: 'loss' } },
    // biome-ignore lint/correctness/useYield: it is never trained
    async *train() {
      throw new Error('It trains nothing.');
    },
    async predict() {
      return null;
    },
  });
};
