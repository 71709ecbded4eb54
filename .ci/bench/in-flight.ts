/** A thousand checks at a provider that takes a second: how close the relay comes to a thousand a second, and what each keeps in memory. */
import { bareCheck, checkOf, startBare, startMany, startRelay } from './contenders.ts';
import type { Stage } from './contenders.ts';
import type { LoadRequest } from './load.ts';
import { interleave, ratioOf, spreadOf } from './measure.ts';
import type { Effort } from './measure.ts';
import type { Program } from './processes.ts';
import type { Budget, Row, Table } from './report.ts';

const ROUNDS = 3;
const RUNTIMES = ['Node', 'Bun', 'Deno'] as const;
const SHARE: Budget = { of: 'here', rule: 'at least', limit: 95, aim: 97 };

/** `share` of the ideal throughput in percent, `memory` in KiB for one check under way. */
type Sample = { readonly share: number; readonly memory: number };

/** Each connection sends `waves` checks, one after the other; the first of them are spread over a second. */
async function wait(
  stage: Stage,
  program: Program,
  requests: readonly LoadRequest[],
  connections: number,
  says: string,
): Promise<Sample> {
  const before = program.memory();
  let peak = before;
  const watching = setInterval(() => (peak = Math.max(peak, program.memory())), 100);
  try {
    const { at } = await stage.load({ port: program.port, connections, requests, status: 200, says, over: 1000 });
    const end = Math.floor(requests.length / connections) * 1000;
    // All connections are busy from the second second on, and as long as none has run out of checks.
    const inTime = at.filter((ms) => ms >= 2000 && ms < end).length;
    const share = (inTime / ((end - 2000) / 1000) / connections) * 100;
    return { share, memory: (peak - before) / 1024 / connections };
  } finally {
    clearInterval(watching);
  }
}

export async function benchInFlight(stage: Stage, effort: Effort): Promise<Table> {
  const connections = effort.quick ? 20 : 1000;
  const count = connections * (effort.quick ? 3 : 8);
  const programs: Program[] = [];
  try {
    const contenders: Record<string, () => Promise<Sample>> = {};
    for (const runtime of RUNTIMES) {
      const bare = await startBare(runtime, stage, 'slow');
      programs.push(bare);
      const relay = await startRelay(runtime, stage, 'slow');
      programs.push(relay);
      const plain = Array.from({ length: count }, () => bareCheck(''));
      contenders[`${runtime}: bare pass-through`] = () => wait(stage, bare, plain, connections, 'is_valid');
      contenders[runtime] = async () => {
        const handles = await startMany(stage, relay.port, count);
        return wait(stage, relay, handles.map(checkOf), connections, '"verified"');
      };
    }
    const samples = await interleave(contenders, ROUNDS, effort);
    const rows = RUNTIMES.flatMap((runtime): Row[] => {
      const of = (figure: keyof Sample, name: string = runtime): readonly number[] =>
        (samples[name] ?? []).map((sample) => sample[figure]);
      const against = `${runtime}: bare pass-through`;
      return [
        {
          what: `${runtime}: share of the ideal throughput`,
          against,
          ratio: ratioOf(of('share'), of('share', against)),
          here: spreadOf(of('share')),
          unit: '%',
          ...(runtime !== 'Deno' && { budget: SHARE }),
        },
        {
          what: `${runtime}: memory for one check under way`,
          against,
          ratio: ratioOf(of('memory'), of('memory', against)),
          here: spreadOf(of('memory')),
          unit: 'KiB',
        },
      ];
    });
    return {
      title: `Relay: ${connections.toLocaleString('en')} checks under way at a provider that takes a second`,
      rows,
    };
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
  }
}
