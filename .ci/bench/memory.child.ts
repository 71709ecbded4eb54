/** For `memory.ts` alone: fills something in a process of its own, and prints the bytes that each thing in it takes. */
import { memory } from '../../relay/stores/memory.ts';
import { filler } from './verifications.ts';

export type Filled = {
  readonly bytes: number;
  /** Milliseconds of the look through everything for what has expired. */
  readonly sweepMs: number;
};

const { gc } = globalThis as { gc?: () => void };
const [kind, size] = process.argv.slice(2);
const count = Number(size);

function used(): number {
  gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** As the relay makes them: 16 bytes of a keyed hash. In one piece, as the store keeps them. */
const newKey = (): string => {
  const hash = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
  return Array.from(`sends:${hash}`).join('');
};

let time = Date.now();
const store = memory({ now: () => time, maxKeys: 10_000_000 });

async function fill(): Promise<() => unknown> {
  switch (kind) {
    case 'map': {
      const map = new Map<string, number>();
      for (let key = 0; key < count; key++) map.set(newKey(), time + key);
      return () => map.size;
    }
    case 'counters':
      for (let key = 0; key < count; key++) await store.take([{ key: newKey(), count: 5, period: 3600 }]);
      return () => store;
    case 'verifications': {
      const start = await filler(store);
      for (let person = 0; person < count; person++) await start(person);
      return () => store;
    }
    default:
      throw new Error('map, counters or verifications');
  }
}

// Whatever is made once is made now.
if (kind === 'verifications') await (await filler(memory()))(0);
const before = used();
const keep = await fill();
const bytes = (used() - before) / count;
time += 10_000;
const begun = performance.now();
await store.take([{ key: 'one more', count: 1, period: 1 }]);
const sweepMs = performance.now() - begun;
keep();
console.log(JSON.stringify({ bytes, sweepMs } satisfies Filled));
