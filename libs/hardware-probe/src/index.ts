/** Asks the operating system's own programs and files about devices; never throws, never takes long. */
export { type MemoryInfo, parseMemoryInfo } from './memory-info.js';
export { type ProbedMachine, thisMachine } from './probed-machine.js';
export { type ProgramResult, runProgram } from './run-program.js';
