import { type Command, Option } from 'commander';
import { bold, cyan } from './terminal/style.ts';

const EXIT_STATUS = `${bold('Exit status')}
  0  nothing wrong was found
  1  something was found: read the first lines of the answer
  2  Plumb could not do it: the message says why and what to do`;

export const examples = (lines: readonly (readonly [command: string, what: string])[]) =>
  `\n${bold('Examples')}\n${lines.map(([command, what]) => `  ${cyan(command)}\n      ${what}`).join('\n')}\n\n${EXIT_STATUS}`;

/** As @plumb/diagnose has them; the room itself is only loaded by the commands that need it. */
const LANGUAGES = ['en', 'zh'];

export const languageOption = () =>
  new Option('--lang <language>', 'language of the texts').choices(LANGUAGES).default('en');

export function withOutputOptions(command: Command): Command {
  return command
    .optionsGroup('Output')
    .option('--json', 'print JSON, for scripts')
    .option('--redact', 'take user names, hosts and paths out, before you post it')
    .option('--no-color', 'plain text (as NO_COLOR does; FORCE_COLOR asks for colour)')
    .helpOption('-h, --help', 'show this help');
}
