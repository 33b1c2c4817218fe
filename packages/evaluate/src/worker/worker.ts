import { parentPort, workerData } from 'node:worker_threads';
import { EpisodeWorker } from './episode-worker.ts';
import type { ToWorker, WorkerSetup } from './messages.ts';

// the entry of a worker thread: everything is in EpisodeWorker
const port = parentPort!;
const worker = new EpisodeWorker(workerData as WorkerSetup, (message, transfer) =>
  port.postMessage(message, transfer ?? []),
);
port.on('message', (message: ToWorker) => worker.receive(message));
await worker.open();
