/** What the relay costs on each runtime, over a bare pass-through there: processor time, requests per second, latency. */
import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { API_KEY } from '../../demo/simulators/relay-fixture.ts';
import { createWavixSimulator } from '../../demo/simulators/wavix.ts';
import { bareCheck, checkOf, eventsOf, openStage, readOf, startBare, startMany, startRelay } from './contenders.ts';
import type { Stage } from './contenders.ts';
import { benchInFlight } from './in-flight.ts';
import type { LoadRequest } from './load.ts';
import { interleave, quantile, ratioOf, spreadOf } from './measure.ts';
import type { Effort } from './measure.ts';
import type { Program } from './processes.ts';
import type { Budget, Row, Table } from './report.ts';

const ROUNDS = 9;
const RUNTIMES = ['Node', 'Bun', 'Deno', 'workerd'] as const;
const RELAYS = [...RUNTIMES, 'workerd with Durable Objects'] as const;
type Relay = (typeof RELAYS)[number];

/** One kind of work, one contender, one round. */
type Sample = {
  /** Microseconds of processor time for one request, with 32 connections. */
  readonly cpu: number;
  /** Requests a second, with 32 connections. */
  readonly rate: number;
  /** Microseconds, with one connection. */
  readonly p50: number;
  readonly p99: number;
};

/** A relay’s work; whoever passes on alone does the check’s part of it. */
type Work = 'start' | 'check' | 'read' | 'pass through';
type Samples = Partial<Record<Work, Sample>>;

type Expected = { readonly status: number; readonly says: string };

/** @param program whose processor time is asked for */
async function drive(
  stage: Stage,
  port: number,
  program: Program | undefined,
  { alone, together }: { readonly alone: readonly LoadRequest[]; readonly together: readonly LoadRequest[] },
  expected: Expected,
): Promise<Sample> {
  const { took } = await stage.load({ port, connections: 1, requests: alone, ...expected });
  const before = program?.cpu() ?? 0;
  const { ms } = await stage.load({ port, connections: 32, requests: together, ...expected });
  const cpu = ((program?.cpu() ?? 0) - before) / together.length;
  const rate = (together.length / ms) * 1000;
  return { cpu, rate, p50: quantile(took, 0.5) * 1000, p99: quantile(took, 0.99) * 1000 };
}

const repeat = (count: number, make: () => LoadRequest): readonly LoadRequest[] => Array.from({ length: count }, make);

/** All work of one relay: verifications are started, checked, and read afterwards. */
async function driveRelay(stage: Stage, relay: Program, alone: number, together: number): Promise<Samples> {
  const { port } = relay;
  const begun = performance.now();
  const before = relay.cpu();
  const handles = await startMany(stage, port, alone + together);
  const cpu = (relay.cpu() - before) / handles.length;
  const rate = (handles.length / (performance.now() - begun)) * 1000;
  const of = (make: (handle: string) => LoadRequest): Parameters<typeof drive>[3] => ({
    alone: handles.slice(0, alone).map(make),
    together: handles.slice(alone).map(make),
  });
  const verified = { status: 200, says: '"verified"' };
  const check = await drive(stage, port, relay, of(checkOf), verified);
  const read = await drive(stage, port, relay, of(readOf), verified);
  const events = { alone: repeat(alone, eventsOf), together: repeat(together, eventsOf) };
  const passed = await drive(stage, port, relay, events, { status: 200, says: '"events"' });
  return { start: { cpu, rate, p50: Number.NaN, p99: Number.NaN }, check, read, 'pass through': passed };
}

/** How many requests the simulator itself answers in a second: it is no upstream for this. */
async function simulatorRate(stage: Stage, count: number): Promise<number> {
  const simulator = createWavixSimulator({ apiKey: API_KEY });
  const server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const headers = { Authorization: `Bearer ${API_KEY}` };
  const requests = repeat(count, () => ({ method: 'GET', path: '/v1/two-fa/session/unknown/events', headers }));
  const { ms } = await stage.load({ port, connections: 32, requests, status: 404, says: '' });
  await new Promise((resolve) => server.close(resolve));
  return (count / ms) * 1000;
}

const atMost = (limit: number, aim: number): Budget => ({ of: 'ratio', rule: 'at most', limit, aim });

/** `../../shared/performance.md`, the table at its end: processor time over the bare pass-through of the same runtime. */
const BUDGETS: Readonly<Record<string, Budget>> = {
  'Node: pass through': atMost(0.5, 0.35),
  'Node: check': atMost(1.1, 0.9),
  'Bun: check': atMost(2.6, 2.3),
  'workerd: check': atMost(1.8, 1.6),
};

const NAMES: Readonly<Record<Work, string>> = {
  'pass through': 'pass through (an operator asks for events)',
  read: 'read (answered from the record)',
  start: 'start (all limits of a send)',
  check: 'full check (limits, record, proof)',
};

type All = Record<string, readonly Samples[]>;

/** One figure of one kind of work, over the rounds. */
const figures = (all: All, name: string, work: Work, figure: keyof Sample): readonly number[] =>
  (all[name] ?? []).map((samples) => samples[work]?.[figure] ?? Number.NaN);

const runtimeOf = (relay: Relay): (typeof RUNTIMES)[number] =>
  relay === 'workerd with Durable Objects' ? 'workerd' : relay;

function rowsOf(all: All, figure: 'cpu' | 'rate', works: readonly Work[], budgets = BUDGETS): readonly Row[] {
  const unit = figure === 'cpu' ? 'µs' : '/s';
  return RELAYS.flatMap((relay) => {
    const against = `${runtimeOf(relay)}: bare pass-through`;
    const bare = figures(all, against, 'check', figure);
    const first: Row[] = against.startsWith(`${relay}:`) ? [{ what: against, here: spreadOf(bare), unit }] : [];
    return first.concat(
      works.map((work) => {
        const values = figures(all, relay, work, figure);
        const budget = figure === 'cpu' ? budgets[`${relay}: ${work}`] : undefined;
        const what = `${relay}: ${NAMES[work]}`;
        return { what, against, ratio: ratioOf(values, bare), here: spreadOf(values), unit, ...(budget && { budget }) };
      }),
    );
  });
}

/** What comes on top of the same call made directly. */
function latencyRows(all: All): readonly Row[] {
  const added = (name: string, work: Work, figure: 'p50' | 'p99'): readonly number[] => {
    const direct = figures(all, 'direct', 'check', figure);
    return figures(all, name, work, figure).map((value, round) => value - (direct[round] ?? 0));
  };
  const row = (what: string, values: readonly number[]): Row => ({ what, here: spreadOf(values), unit: 'µs' });
  return [
    row('the upstream itself, p50', figures(all, 'direct', 'check', 'p50')),
    row('the upstream itself, p99', figures(all, 'direct', 'check', 'p99')),
    ...RELAYS.flatMap((relay) =>
      (['p50', 'p99'] as const).flatMap((figure) => {
        const bare = `${runtimeOf(relay)}: bare pass-through`;
        const against = `${bare}, +${figure}`;
        const floor = added(bare, 'check', figure);
        const checked = added(relay, 'check', figure);
        const own: Row[] = bare.startsWith(`${relay}:`) ? [row(against, floor)] : [];
        const ratio = ratioOf(checked, floor);
        return own.concat({ ...row(`${relay}: full check, +${figure}`, checked), against, ratio });
      }),
    ),
  ];
}

export async function* benchRelay(effort: Effort): AsyncGenerator<Table> {
  const alone = effort.quick ? 20 : 500;
  const together = effort.quick ? 64 : 2000;
  const stage = await openStage();
  const programs: Program[] = [];
  const started = async (program: Promise<Program>): Promise<Program> => {
    programs.push(await program);
    return program;
  };
  try {
    const contenders: Record<string, () => Promise<Samples>> = {};
    const pass = (prefix: string): Parameters<typeof drive>[3] => ({
      alone: repeat(alone, () => bareCheck(prefix)),
      together: repeat(together, () => bareCheck(prefix)),
    });
    const valid = { status: 200, says: 'is_valid' };
    contenders['direct'] = async () => ({
      check: await drive(stage, stage.upstreamPort, undefined, pass('/fast'), valid),
    });
    for (const runtime of RUNTIMES) {
      const bare = await started(startBare(runtime, stage));
      contenders[`${runtime}: bare pass-through`] = async () => ({
        check: await drive(stage, bare.port, bare, pass(''), valid),
      });
    }
    for (const name of RELAYS) {
      const relay = await started(startRelay(name, stage));
      // Durable Objects take milliseconds, and each one that is made keeps files open for a while.
      const share = name === 'workerd with Durable Objects' ? 0.05 : 1;
      contenders[name] = () => driveRelay(stage, relay, Math.ceil(alone * share), Math.ceil(together * share));
    }
    const all = await interleave(contenders, ROUNDS, effort);
    const rate = await simulatorRate(stage, together);
    await Promise.all(programs.splice(0).map((program) => program.stop()));
    yield {
      title: 'Relay: processor time for one request',
      rows: rowsOf(all, 'cpu', ['pass through', 'read', 'start', 'check']),
      notes: [
        `The upstream answers as Wavix does and costs next to nothing: the simulator itself would answer no more than ${Math.round(rate).toLocaleString('en')} requests a second. All limits count, in memory but for the last; nobody reaches one.`,
      ],
    };
    yield {
      title: 'Relay: requests a second over 32 connections, with client and upstream on the same cores',
      rows: rowsOf(all, 'rate', ['pass through', 'start', 'check']),
    };
    yield { title: 'Relay: latency added at one connection, over the same call made directly', rows: latencyRows(all) };
    yield await benchInFlight(stage, effort);
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
    await stage.close();
  }
}
