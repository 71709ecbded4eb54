/** All that the first screen can do without: loaded in one piece as soon as that is painted. */
export { Runner } from './runner.ts';
