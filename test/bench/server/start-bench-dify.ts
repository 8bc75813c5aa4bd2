import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromServer, ServerOptions, ToServer } from './messages.ts';
import type { ServerReport } from './request-log.ts';

export type BenchDify = {
  readonly origin: string;
  /** In the order of the world's apps. */
  readonly appIds: readonly string[];
  /** What it was asked since the last report. */
  report(): Promise<ServerReport>;
  setNow(now: string): Promise<void>;
  close(): Promise<void>;
};

/** A bench Dify in a process of its own, so that it does not share the program's core. */
export async function startBenchDify(options: ServerOptions): Promise<BenchDify> {
  const main = fileURLToPath(new URL('./bench-dify-main.js', import.meta.url));
  const server = fork(main, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const started = await ask(server, { kind: 'start', options });
  if (started.kind !== 'started') throw new Error('The bench Dify did not start');
  return {
    origin: started.origin,
    appIds: started.appIds,
    async report() {
      const answer = await ask(server, { kind: 'report' });
      if (answer.kind !== 'reported') throw new Error('The bench Dify did not report');
      return answer.report;
    },
    async setNow(now) {
      await ask(server, { kind: 'now', now });
    },
    async close() {
      server.kill();
      await once(server, 'exit');
    },
  };
}

function ask(server: ChildProcess, message: ToServer): Promise<FromServer> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('The bench Dify ended'));
    server.once('exit', onExit);
    server.once('message', (answer: FromServer) => {
      server.off('exit', onExit);
      resolve(answer);
    });
    server.send(message);
  });
}
