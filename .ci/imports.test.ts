import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, readImports } from './imports.ts';

const faults = (file: string, source: string): readonly string[] => judge(file, readImports(file, source));

test('a view may draw with lit and read texts', () => {
  const source = `
    import { html } from 'lit';
    import { live } from 'lit/directives/live.js';
    import { format } from '../messages/index.ts';
    import type { Channel } from '../../relay/contract.ts';`;
  assert.deepEqual(faults('widget/views/code.ts', source), []);
});

test('a view may not reach the relay client', () => {
  assert.deepEqual(faults('widget/views/code.ts', `import { send } from '../relay-client.ts';`), [
    'widget/views/code.ts: a view may not import widget/relay-client.ts',
  ]);
});

test('the widget takes the types of the contract, and nothing that runs in the relay', () => {
  const types = `import type { Config } from '../relay/contract.ts';\nimport { type Status } from '../relay/contract.ts';`;
  assert.deepEqual(faults('widget/relay-client.ts', types), []);
  assert.deepEqual(faults('widget/relay-client.ts', `import { problems } from '../relay/problems.ts';`), [
    'widget/relay-client.ts: the widget may not import relay/problems.ts',
  ]);
  assert.deepEqual(faults('widget/relay-client.ts', `import { type Status, x } from '../relay/contract.ts';`), [
    'widget/relay-client.ts: the widget may not import relay/contract.ts',
  ]);
});

test('the flow does not know lit', () => {
  assert.equal(faults('widget/flow.ts', `import { html } from 'lit';`).length, 1);
});

test('the core of the relay knows ports, and no adapter, neither at once nor on demand', () => {
  assert.deepEqual(faults('relay/app.ts', `import { Hono } from 'hono/tiny';\nexport * from './stores/store.ts';`), []);
  assert.equal(faults('relay/app.ts', `import {\n  wavix,\n} from './providers/wavix.ts';`).length, 1);
  assert.equal(faults('relay/app.ts', `const { wavix } = await import('./providers/wavix.ts');`).length, 1);
  assert.equal(faults('relay/app.ts', `import './runtimes/node.ts';`).length, 1);
});

test('an adapter keeps to its own port', () => {
  assert.deepEqual(faults('relay/stores/memory.ts', `import type { Store } from './store.ts';`), []);
  assert.equal(faults('relay/stores/memory.ts', `import { post } from '../providers/http.ts';`).length, 1);
});

test('the contract imports nothing', () => {
  assert.equal(faults('relay/contract.ts', `import type { Hono } from 'hono';`).length, 1);
});

test('an import that is only written in a comment does not count', () => {
  assert.deepEqual(readImports('relay/app.ts', `// import { x } from './y.ts';\n/* import './z.ts'; */`), []);
});

test('a file of a new kind asks for a rule', () => {
  assert.equal(faults('relay/queues/queue.ts', '').length, 1);
});
