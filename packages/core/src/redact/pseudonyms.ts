// Logins that say nothing about anybody, and words too common to be replaced wherever they stand.
const COMMON = new Set(
  [
    'user',
    'users',
    'root',
    'ubuntu',
    'admin',
    'runner',
    'home',
    'data',
    'public',
    'shared',
    'default',
    'guest',
  ].concat([
    'workspace',
    'docker',
    'node',
    'python',
    'test',
    'git',
    'local',
    'conda',
    'app',
    'www',
    'host',
    'localhost',
  ]),
);
const OURS = /^(?:user|host|email)-\d+$/;

/** One kind of name and what it is called instead. */
export class Pseudonyms {
  private readonly names = new Map<string, string>();
  private readonly everywhere = new Set<string>();
  private readonly kind: string;

  constructor(kind: string) {
    this.kind = kind;
  }

  /** The name's own pseudonym; `wherever` it stands from now on, unless it is a common word. */
  of(name: string, wherever = true): string {
    if (OURS.test(name) || COMMON.has(name.toLowerCase())) return name;
    let pseudonym = this.names.get(name);
    if (pseudonym === undefined) {
      pseudonym = `${this.kind}-${this.names.size + 1}`;
      this.names.set(name, pseudonym);
    }
    if (wherever && name.length >= 3) this.everywhere.add(name);
    return pseudonym;
  }

  replaceEverywhere(text: string): string {
    if (this.everywhere.size === 0) return text;
    const names = [...this.everywhere].sort((a, b) => b.length - a.length);
    const any = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    return text.replace(
      new RegExp(`(?<![A-Za-z0-9])(?:${any})(?![A-Za-z0-9])`, 'g'),
      (name) => this.names.get(name)!,
    );
  }
}
