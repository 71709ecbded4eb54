import { after } from 'node:test';
import { startRedisServer } from '../../demo/simulators/redis-server.ts';
import { openProgram } from '../../demo/simulators/relay-process.ts';
import { wireSuite } from './suite.ts';

const redis = await startRedisServer();
after(() => redis.stop());

wireSuite('Deno, counting in Redis', {
  open: (environment) => openProgram('Deno', { ...environment, STORE_URL: redis.url }),
});
