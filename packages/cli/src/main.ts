import { PlumbError } from '@plumb/core';
import { createProgram } from './program.ts';
import { wantsColour } from './terminal/output.ts';
import { resolveStyle, stripStyle } from './terminal/style.ts';
import { widthOf } from './terminal/width.ts';

/** Runs a command line; the exit status. Never calls process.exit, so that what was written reaches its pipe. */
export async function main(argv: readonly string[]): Promise<number> {
  quietWhenTheReaderLeaves();
  try {
    return await runProgram(argv);
  } catch (error) {
    const { printError } = await import('./print-error.ts');
    await printError(error, argv);
    return 2;
  }
}

async function runProgram(argv: readonly string[]): Promise<number> {
  let status = 0;
  const colour = wantsColour(process.stdout, argv.includes('--no-color') ? false : undefined);
  const program = createProgram({
    finish: (result) => {
      status = result;
    },
    writeOut: (text) => process.stdout.write(resolveStyle(text, colour)),
    width: widthOf(process.stdout, { otherwise: 100, widest: 100 }),
  });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const { code, message, exitCode } = error as { code?: string; message: string; exitCode?: number };
    if (!code?.startsWith('commander.')) throw error;
    // help and --version end the parsing by an exception, and so does help of a command that there is not
    if (HELP_SHOWN.has(code)) {
      if (exitCode === 0) return 0;
      throw usageError('commander.unknownCommand', `unknown command '${argv[1]}'`, undefined);
    }
    const command = program.commands.find((each) => each.name() === argv[0])?.name();
    throw usageError(code, message, command);
  }
  return status;
}

const HELP_SHOWN = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

function usageError(code: string, message: string, command: string | undefined): PlumbError {
  const [first = '', ...rest] = stripStyle(message)
    .replace(/^error: /, '')
    .split('\n');
  const suggestion = rest.join(' ').replace(/^\(|\)$/g, '');
  return new PlumbError({
    code: code
      .replace('commander.', '')
      .replace(/([A-Z])/g, '_$1')
      .toUpperCase(),
    what: `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.?$/, '.')}`,
    why: 'The command line was not understood, so nothing was done.',
    remedy: `${suggestion ? `${suggestion} ` : ''}${command ? `"plumb help ${command}" shows what it takes.` : '"plumb help" lists the commands, "plumb help <command>" its options.'}`,
  });
}

/** `plumb inspect … | head` closes the pipe early; that is nobody's error. */
function quietWhenTheReaderLeaves(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
