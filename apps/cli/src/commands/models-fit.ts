import type { Command } from 'commander';
import { EXIT } from '../cli-error.js';
import { bytes } from '../terminal/quantities.js';
import { table } from '../terminal/table.js';
import { type ClientOptions, clientCommand, clientOf, print } from './client-command.js';
import { modelPath } from './model-status.js';

interface FitReport {
  id: string;
  fits: boolean;
  loaded: boolean;
  devices: { device: string; needed_bytes: number; held_bytes: number; limit_bytes?: number }[];
  evicts: string[];
  waits_for: string[];
  reason?: string;
}

/** `otron models fit`: fails where the model does not fit. */
export function fitCommand(): Command {
  return clientCommand('fit', 'Tell whether a model fits into the memory')
    .argument('<id>', 'the model')
    .action(async (id: string, options: ClientOptions) => {
      const report = await clientOf(options).json<FitReport>('GET', modelPath(id, '/fit'));
      print(options, report, () => fitText(report));
      if (!report.fits) process.exitCode = EXIT.failed;
    });
}

/** The verdict, and each device's memory. */
export function fitText(report: FitReport): string {
  const verdict = report.loaded
    ? 'is in memory'
    : report.fits
      ? 'fits'
      : `does not fit: ${report.reason ?? 'too large'}`;
  const leave = report.evicts.length > 0 ? `To make room, these would leave: ${report.evicts.join(', ')}.\n` : '';
  const rows = report.devices.map((it) => [
    it.device,
    bytes(it.needed_bytes),
    bytes(it.held_bytes),
    it.limit_bytes === undefined ? 'none' : bytes(it.limit_bytes),
  ]);
  return `${report.id} ${verdict}.\n${leave}${table(['DEVICE', 'NEEDS', 'OTHERS HOLD', 'LIMIT'], rows)}`;
}
