import { after } from 'node:test';
import { startRedisServer } from '../../demo/simulators/redis-server.ts';
import { openProgram } from '../../demo/simulators/relay-process.ts';
import { wireSuite } from './suite.ts';

const redis = await startRedisServer();
after(() => redis.stop());

wireSuite('Bun, counting in Redis', {
  open: (environment) => openProgram('Bun', { ...environment, STORE_URL: redis.url }),
});
