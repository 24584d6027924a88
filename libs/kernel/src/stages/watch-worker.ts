// The program of the thread that watches the server's own one. It must not need it: that may be stuck for ever.
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { BEAT_MS, type Blockage, type WatchedStage, type WatchSettings } from './watch-message.js';

interface Frame {
  /** Path of the module, and the line in it from 1; absent for what is no file. */
  file?: string;
  line: number;
}

const { cells, limitMs } = workerData as WatchSettings;
const stages = new Map<number, WatchedStage>();
let beats = -1;
let since = performance.now();
let blockage: Blockage | undefined;

parentPort?.on('message', (stage: WatchedStage) => stages.set(stage.number, stage));
setInterval(look, BEAT_MS);

function look(): void {
  const now = performance.now();
  const current = Atomics.load(cells, 0);
  if (current !== beats) {
    if (blockage) parentPort?.postMessage({ ...blockage, ms: now - since });
    blockage = undefined;
    beats = current;
    since = now;
  } else if (!blockage && now - since > limitMs) {
    const stage = stages.get(Atomics.load(cells, 1));
    blockage = { ms: now - since, files: [], ...(stage && { stage }) };
    const found = blockage;
    askWhere((frames) => {
      found.files = frames.flatMap(({ file }) => file ?? []);
      tell(found, frames[0]);
    });
    if (stage) tell(found);
  }
}

/** Interrupts the thread for a moment, wherever it is, and gives its stack. */
function askWhere(use: (frames: Frame[]) => void): void {
  const session = new Session();
  session.connectToMainThread();
  const files = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => {
    if (url.startsWith('file:')) files.set(scriptId, fileURLToPath(url));
  });
  session.once('Debugger.paused', ({ params }) => {
    use(
      params.callFrames.map(({ location }) => ({
        file: files.get(location.scriptId),
        line: location.lineNumber + 1,
      })),
    );
    session.post('Debugger.resume');
    session.disconnect();
  });
  session.post('Debugger.enable');
  session.post('Debugger.pause');
}

/** At once, and past the blocked thread: its own log may never come to it. */
function tell({ stage, ms }: Blockage, frame?: Frame): void {
  const who = stage && `The stage ${stage.stage} of the plugin ${stage.plugin} has blocked the server`;
  if (frame?.file) writeSync(2, `The server is blocked at ${frame.file}:${frame.line}.\n`);
  else if (who) writeSync(2, `${who} for ${Math.round(ms)} ms.\n`);
}
