/** Starts what drives WebKitGTK's browser in tests: a display without a screen, and the WebDriver. Both stop with this process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

/** Returns the port on 127.0.0.1 where the driver listens. */
export async function startWebKitDriver(programs: {
  readonly driver: string;
  readonly display: string;
}): Promise<number> {
  const display = await startDisplay(programs.display);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display };
  stopWithUs(spawn(programs.driver, ['--host=127.0.0.1', `--port=${port}`], { stdio: 'ignore', env }));
  const patience = AbortSignal.timeout(10_000);
  while (!(await isReady(port))) {
    patience.throwIfAborted();
    await setTimeout(50);
  }
  return port;
}

/** Xvfb chooses the display's number itself and writes it to file descriptor 3. */
async function startDisplay(xvfb: string): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
  const child = stopWithUs(spawn(xvfb, args, { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] }));
  const [number] = (await once(child.stdio[3] as Readable, 'data')) as [Buffer];
  return `:${String(number).trim()}`;
}

function stopWithUs(child: ChildProcess): ChildProcess {
  process.once('exit', () => child.kill());
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('a TCP server has no port');
  return address.port;
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/status`)).ok;
  } catch {
    return false;
  }
}
