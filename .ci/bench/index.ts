/**
 * `npm run bench`: measures stores, relay, start, memory and widget, each figure as a ratio to something measured beside
 * it in the same run. `--only=stores,relay` does a part of it, `--quick` shows that it works, `--json=file` keeps all
 * figures, `--patience=180` is how many seconds it waits in all for idle cores, `--rounds=3` is for the impatient. It
 * measures what `npm run build` left in dist/, and ends with 1 where a figure is over its budget.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { watchMachine } from './measure.ts';
import type { Effort } from './measure.ts';
import { printTable, verdictOf } from './report.ts';
import type { Table } from './report.ts';

/** Loaded when it is its turn: what one subject needs must not be in memory while another is measured. */
const subjects = {
  stores: async () => (await import('./stores.ts')).benchStores,
  relay: async () => (await import('./relay.ts')).benchRelay,
  start: async () => (await import('./start.ts')).benchStart,
  memory: async () => (await import('./memory.ts')).benchMemory,
  widget: async () => (await import('./widget.ts')).benchWidget,
} as const satisfies Record<string, () => Promise<(effort: Effort) => AsyncGenerator<Table>>>;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    patience: { type: 'string', default: '180' },
    rounds: { type: 'string' },
  },
});
const wanted = values.only?.split(',') ?? Object.keys(subjects);
const unknown = wanted.filter((name) => !Object.hasOwn(subjects, name));
if (unknown.length > 0) throw new Error(`--only takes ${Object.keys(subjects).join(', ')}; not ${unknown.join(', ')}`);

const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const begun = performance.now();
const machine = watchMachine({ quick: values.quick, rounds }, Number(values.patience));
const tables: { readonly subject: string; readonly table: Table }[] = [];
for (const [subject, load] of Object.entries(subjects)) {
  if (!wanted.includes(subject)) continue;
  const bench = await load();
  for await (const table of bench(machine)) {
    printTable(table, console.log);
    tables.push({ subject, table });
  }
}

const [{ model } = { model: 'unknown' }] = cpus();
const where = `${cpus().length} × ${model}, ${process.platform}, Node ${process.version}`;
const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
const over = tables.flatMap(({ table }) => table.rows).filter((row) => verdictOf(row) === 'OVER');
console.log(`\n${where}; ${minutes} minutes. ${machine.report()}`);
console.log(`${over.length} over budget${over.length > 0 ? `: ${over.map(({ what }) => what).join('; ')}` : ''}`);
if (values.json !== undefined) {
  const run = { date: new Date().toISOString(), where, machine: machine.report(), tables };
  writeFileSync(values.json, `${JSON.stringify(run, null, 2)}\n`);
}
process.exitCode = over.length > 0 && !values.quick ? 1 : 0;
