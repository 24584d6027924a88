import { interrupted, listenForInterruption } from './interruption.js';
import { createProgram } from './program.js';
import { runProgram } from './run-program.js';

// the reader of a pipe, such as `head`, may have had enough
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
listenForInterruption(() => process.exit(130));
process.exitCode = await runProgram(createProgram(), process.argv.slice(2));
// the shell's next line begins where an answer was broken off
if (interrupted.aborted && process.stdout.isTTY) process.stdout.write('\n');
// a connection that a server keeps open holds up nobody; what was written to a pipe comes first
process.stdout.write('', () => process.exit());
