import { Command, InvalidArgumentError, Option } from 'commander';
import { ServerClient } from '../http/server-client.js';

/** Flags that every command with a server behind it has. */
export interface ClientOptions {
  baseUrl: string;
  apiKey?: string;
  json?: boolean;
}

/** A command that asks a server. */
export function clientCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(new Option('--base-url <url>', 'the server').env('OTRON_URL').default('http://127.0.0.1:8080'))
    .addOption(new Option('--api-key <key>', 'key for the server; better set as a variable').env('OTRON_API_KEY'))
    .option('--json', 'print JSON for programs');
}

export const clientOf = ({ baseUrl, apiKey }: ClientOptions) => new ServerClient({ baseUrl, apiKey });

/** Prints an answer for programs, or for people. */
export function print(options: Pick<ClientOptions, 'json'>, value: unknown, forPeople: () => string): void {
  process.stdout.write(options.json ? `${JSON.stringify(value, null, 2)}\n` : forPeople());
}

/** Reads a number of a flag within its range. */
export function numberIn(min: number, max: number, whole = false): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max) || (whole && !Number.isInteger(value)))
      throw new InvalidArgumentError(`It must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
    return value;
  };
}
