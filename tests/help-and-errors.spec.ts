import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { example, root, runPlumb, temporaryFolder } from './run-plumb.ts';

const COMMANDS = ['diagnose', 'explain', 'check', 'inspect'];

describe('help', () => {
  test('without arguments and with --help: every command, examples, what the exit status means', () => {
    const { status, stdout, stderr } = runPlumb([]);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} {2,}\\w`, 'm'));
    expect(stdout).toContain('Exit status');
    expect(stdout).toContain('Examples');
    expect(runPlumb(['--help'])).toEqual({ status, stdout, stderr });
  });

  test.each(COMMANDS)(
    'help %s shows its options with --json and --redact, and examples that name it',
    (command) => {
      const { status, stdout } = runPlumb(['help', command]);
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage plumb ${command}`);
      expect(stdout).toContain('--json');
      expect(stdout).toContain('--redact');
      expect(stdout).toMatch(new RegExp(`Examples\\n {2}plumb ${command}`));
      expect(runPlumb([command, '--help']).stdout).toBe(stdout);
    },
  );

  test('--version prints the version alone', () => {
    expect(runPlumb(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('colour', () => {
  test('a pipe gets none unless FORCE_COLOR asks for it; --no-color and NO_COLOR win', () => {
    const sequence = '\u001b[';
    expect(runPlumb([]).stdout).not.toContain(sequence);
    expect(runPlumb([], { env: { FORCE_COLOR: '1' } }).stdout).toContain(sequence);
    expect(runPlumb([], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout).not.toContain(sequence);
    expect(
      runPlumb(['inspect', '--no-color', 'none.pt'], { env: { FORCE_COLOR: '1' } }).stderr,
    ).not.toContain(sequence);
  });
});

describe('a command line that was not understood', () => {
  test.each([
    [['inspct', 'x.pt'], 'UNKNOWN_COMMAND', 'Did you mean inspect?'],
    [['inspect', '--al', 'x.pt'], 'UNKNOWN_OPTION', 'Did you mean --all?'],
    [['help', 'inspct'], 'UNKNOWN_COMMAND', 'plumb help'],
    [['inspect'], 'MISSING_ARGUMENT', 'plumb help inspect'],
    [['inspect', 'a.pt', 'b.pt'], 'EXCESS_ARGUMENTS', 'plumb help'],
    [['check', 'x.pt'], 'MISSING_MANDATORY_OPTION_VALUE', 'plumb help check'],
    [['inspect', 'x.pt', '--depth', 'deep'], 'INVALID_ARGUMENT', 'plumb help'],
    [['diagnose', 'x.log', '--format', 'pdf'], 'INVALID_ARGUMENT', 'plumb help'],
  ])('%j ends with 2, says %s and what to do', (args, code, remedy) => {
    const { status, stdout, stderr } = runPlumb(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(code);
    expect(stderr).toContain(remedy);
    const asJson = runPlumb([...args, '--json']);
    expect(asJson.status).toBe(2);
    expect(JSON.parse(asJson.stdout).error).toMatchObject({ code, remedy: expect.stringContaining(remedy) });
  });
});

describe('a file that cannot be read', () => {
  test.each([
    [['inspect', 'none.pt']],
    [['check', 'none.pt', '--env', 'none']],
    [['diagnose', 'none.log']],
    [['explain', 'load/no-such-cause']],
  ])('%j: what, why and remedy, exit status 2; the same fields as JSON', (args) => {
    const { status, stderr } = runPlumb(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/✗ .+\n {2}why +\S.*\n(?:.*\n)*? {2}remedy +\S/);
    expect(stderr).not.toContain('bug of Plumb');
    const { error } = JSON.parse(runPlumb([...args, '--json']).stdout);
    expect(Object.keys(error).sort()).toEqual(['code', 'remedy', 'what', 'why']);
    for (const text of Object.values(error)) expect(text).not.toBe('');
  });

  test('--redact takes the user’s name out of the message', () => {
    const { stderr } = runPlumb(['inspect', '/home/maria/secret-project/none.pt', '--redact']);
    expect(stderr).toContain('none.pt');
    expect(stderr).not.toContain('maria');
  });

  test('a report that cannot be written is an error, not a silent loss', () => {
    const { status, stderr } = runPlumb([
      'diagnose',
      join(example, 'pip-freeze.txt'),
      '--report',
      join(temporaryFolder(), 'missing/report.md'),
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('REPORT_NOT_WRITTEN');
  });
});

describe('pipes', () => {
  const bin = join(root, 'packages/cli/bin/plumb.js');
  const shell = (script: string) => spawnSync('bash', ['-c', script], { cwd: root, encoding: 'utf8' });

  test('a reader that leaves early is nobody’s error', () => {
    const { stdout, stderr } = shell(
      `"${process.execPath}" "${bin}" inspect "${example}/checkpoint.pt" --all | head -2`,
    );
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });

  test('a large answer arrives whole at a slow reader', () => {
    const { stdout } = shell(
      `"${process.execPath}" "${bin}" inspect "${example}/checkpoint.pt" --json | (sleep 0.3; cat)`,
    );
    expect(stdout.length).toBeGreaterThan(65_536);
    expect(JSON.parse(stdout).tensors).toHaveLength(437);
  });
});
