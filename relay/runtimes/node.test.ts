import { openProgram } from '../../demo/simulators/relay-process.ts';
import { wireSuite } from './suite.ts';

wireSuite('Node, counting in memory', { open: (environment) => openProgram('Node', environment) });
