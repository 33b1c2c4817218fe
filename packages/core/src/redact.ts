// Paths whose next component is somebody's login, everywhere.
const HOMES = 'home|Users|scratch|usr\\/home|export\\/home';
// Paths where clusters often keep one folder a user; it may be a project's as well, so it is only replaced in place.
const SHARES =
  'workspace|workspaces|data|mnt|nfs|storage|lustre|gpfs|projects?|cluster|work|fsx|ssd|hdd|share';
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
/** Hosts whose pages anybody can open; their names tell nothing about the reader. Subdomains count too. */
const PUBLIC_HOSTS = [
  ...[
    'huggingface.co',
    'hf.co',
    'github.com',
    'githubusercontent.com',
    'github.io',
    'gitlab.com',
    'bitbucket.org',
  ],
  ...['arxiv.org', 'pytorch.org', 'python.org', 'readthedocs.io', 'farama.org', 'wandb.ai', 'kaggle.com'],
  ...['googleapis.com', 'google.com', 'nvidia.com', 'mujoco.org', 'tensorflow.org', 'numpy.org', 'scipy.org'],
  ...['stackoverflow.com', 'wikipedia.org', 'modelscope.cn', 'zenodo.org', 'openai.com', 'deepmind.com'],
  ...['example.com', 'example.org', 'json-schema.org', 'w3.org', 'apache.org', 'lightning.ai', 'docs.rs'],
];
const LOCAL_ADDRESSES = new Set(['127.0.0.1', '0.0.0.0', '255.255.255.255', '::1']);

const SECRETS: readonly RegExp[] = [
  /\bhf_[A-Za-z0-9]{10,}/g,
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,})/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bAIza[\w-]{30,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g,
  /(?<=\bBearer\s+)[\w.~+/-]{12,}=*/g,
  // a key of Weights & Biases is 40 hexadecimal digits, as a commit is: only its neighbour tells them apart
  /(?<=\b(?:wandb|WANDB)\w*\b[^\n]{0,40}?)(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/g,
  /(?<=\b\w*(?:api_?key|secret|password|passwd|access_?token|auth_?token|_TOKEN|token)['"]?\s*[=:]\s*['"]?)(?=[\w.+/-]*\d)(?=[\w.+/-]*[A-Za-z])[\w.+/-]{12,}/gi,
];

/** Longest text a name is looked for in at once; nothing that one posts is longer. */
const LONGEST = 64 << 20;

/**
 * Takes out what says whose machine a text is from: user names, host names and addresses, absolute paths but for
 * their last two components, tokens, e-mail addresses. The same name gets the same pseudonym (`user-1`, `host-1`).
 * Pure: the pseudonyms of one call do not depend on another; see `createRedactor` for several texts of one report.
 */
export function redact(text: string): string {
  return createRedactor()(text);
}

/** A `redact` that remembers: the same name has the same pseudonym in every text that it is given. */
export function createRedactor(): (text: string) => string {
  const users = new Pseudonyms('user');
  const hosts = new Pseudonyms('host');
  const emails = new Pseudonyms('email');
  return (text) => {
    if (text.length > LONGEST) throw new RangeError('the text is too long to be redacted at once');
    // what must not be touched again is parked behind private-use characters
    const parked: string[] = [];
    const park = (value: string) => `\ue000${parked.push(value) - 1}\ue001`;
    let out = text.replace(/[\ue000\ue001]/g, '\ufffd');
    for (const secret of SECRETS) out = out.replace(secret, () => park('<secret>'));
    out = redactUrls(out, hosts, park);
    out = redactAddresses(out, users, hosts, emails, park);
    collectUsers(out, users);
    collectHosts(out, hosts);
    out = redactPaths(out, users);
    out = hosts.replaceEverywhere(users.replaceEverywhere(out));
    // a parked text may hold another: from the last to the first
    for (let i = parked.length - 1; i >= 0; i--) out = out.replaceAll(`\ue000${i}\ue001`, () => parked[i]!);
    return out;
  };
}

class Pseudonyms {
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

type Park = (value: string) => string;

function isPublic(host: string): boolean {
  const name = host.toLowerCase();
  return PUBLIC_HOSTS.some((known) => name === known || name.endsWith(`.${known}`));
}

function redactUrls(text: string, hosts: Pseudonyms, park: Park): string {
  return text.replace(
    /\b([a-z][a-z0-9+.-]*):\/\/(?:([^\s/@'"<>]*)@)?(\[[0-9a-f:]+\]|[^\s/:'"<>)\]\ue000]+)(:\d+)?([^\s'"<>)\]]*)/gi,
    (whole, scheme: string, credentials: string | undefined, host: string, port = '', rest = '') => {
      const login = credentials === undefined || credentials === 'git' ? '' : `${park('<secret>')}@`;
      const shown = isPublic(host) || isLocal(host) ? host : hosts.of(host);
      // the path of a public page is public; a private one may name people and projects
      const path = isPublic(host) ? rest : rest.replace(/\/[^\s]*[^\s.,;]/, '/…');
      return scheme.toLowerCase() === 'file' ? whole : park(`${scheme}://${login}${shown}${port}${path}`);
    },
  );
}

function isLocal(host: string): boolean {
  return LOCAL_ADDRESSES.has(host) || /^(?:localhost|\[::1\])$/i.test(host);
}

function redactAddresses(
  text: string,
  users: Pseudonyms,
  hosts: Pseudonyms,
  emails: Pseudonyms,
  park: Park,
): string {
  return (
    text
      .replace(
        /(?<![\w.+-])([A-Za-z][\w.+-]*)@([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)(?![\w-])(:?)/g,
        (whole, user, host, colon) => {
          if (isPublic(host) && user === 'git') return park(whole);
          if (/\.[A-Za-z]{2,}$/.test(host) && !PRIVATE_ENDING.test(host) && colon === '')
            return park(emails.of(`${user}@${host}`, false));
          return host.length < 3
            ? whole
            : `${users.of(user)}@${isPublic(host) ? park(host) : hosts.of(host)}${colon}`;
        },
      )
      // `12.8.4.1` is a version as well: a package's stands behind `==`, `-` or a word that says so
      .replace(
        /(?<![\w.=+-]|[Vv]ersions?:?\s|[Dd]river:?\s|CUDA\s|cuDNN\s)(?:\d{1,3}\.){3}\d{1,3}(?![\w.]|-\w)/g,
        (address) =>
          address.split('.').every((part) => Number(part) <= 255) && !LOCAL_ADDRESSES.has(address)
            ? hosts.of(address)
            : address,
      )
      .replace(/(?<![\w:.])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![\w:])/gi, (address) => hosts.of(address))
      .replace(/(?<![\w:.])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}:?){1,6}(?![\w:])/gi, (address) =>
        hosts.of(address),
      )
  );
}

const PRIVATE_ENDING = /\.(?:local|internal|lan|corp|intra(?:net)?|cluster|private|home|localdomain)$/i;

function collectUsers(text: string, users: Pseudonyms): void {
  const places = [
    new RegExp(`(?<![\\w.])[/\\\\](?:${HOMES})[/\\\\]([\\w.-]*\\w)`, 'g'),
    /\b[A-Za-z]:[\\/]+Users[\\/]+([\w.-]*\w)/g,
    /(?<![\w/])~([A-Za-z][\w.-]*\w)(?=\/)/g,
    /\b(?:USER|LOGNAME|USERNAME|SLURM_JOB_USER)\s*[=:]\s*['"]?([A-Za-z][\w.-]*\w)/g,
    /\bCurrently logged in as:\s*([\w.-]*\w)/g,
  ];
  for (const place of places) for (const [, name] of text.matchAll(place)) users.of(name!);
}

function collectHosts(text: string, hosts: Pseudonyms): void {
  const places = [
    /\b(?:HOSTNAME|HOST|MASTER_ADDR|SLURMD_NODENAME|SLURM_(?:JOB_)?NODELIST|SLURM_SUBMIT_HOST)\s*[=:]\s*['"]?([A-Za-z][\w.-]*\w)/g,
    /\b(?:[Hh]ost(?:name)?|[Nn]ode(?:name)?|[Ss]erver)\s*[:=]\s*['"]?([A-Za-z][A-Za-z.-]*\d[\w.-]*)/g,
    // srun: error: gpu07: task 0: Killed; slurmstepd: error: *** JOB 7 ON gpu07 CANCELLED
    /\bsrun: error: ([A-Za-z][\w.-]*\w):/g,
    /\b(?:JOB|STEP) [\d.]+ ON ([A-Za-z][\w.-]*\w)/g,
    // Open MPI: [gpu07:12345]
    /\[([A-Za-z][\w.-]*\d[\w.-]*):\d{3,}\]/g,
    new RegExp(`\\b((?:[A-Za-z0-9][\\w-]*\\.)+(?:${PRIVATE_ENDING.source.slice(5, -2)}))\\b`, 'gi'),
  ];
  for (const place of places)
    for (const [, name] of text.matchAll(place)) if (!isPublic(name!) && !isLocal(name!)) hosts.of(name!);
}

// what may stand in a path without blanks; the colon of `file.py:12` ends it
const PART = '[^\\s/\\\\\'"`<>|:;,(){}\\[\\]*?\\ue000\\ue001=]+';
const POSIX = new RegExp(`(?<![\\w.~/\\\\<…-])(?:file://)?/(${PART}(?:/+${PART})*)/?`, 'g');
const WINDOWS = new RegExp(`\\b[A-Za-z]:[\\\\/]+(${PART}(?:[\\\\/]+${PART})*)[\\\\/]?`, 'g');
const SHARE = new RegExp(`^(?:${SHARES}|${HOMES})$`);

function redactPaths(text: string, users: Pseudonyms): string {
  const shorten = (separator: string) => (whole: string, body: string) => {
    const parts = body.split(/[\\/]+/);
    const named = parts.map((part, i) => {
      const home = i === 1 && new RegExp(`^(?:${HOMES})$`).test(parts[0]!);
      if (home) return users.of(part);
      // the folder below a share, unless it is the file itself
      const share = i > 0 && SHARE.test(parts[i - 1]!) && i < parts.length - 1;
      return share ? users.of(part, false) : part;
    });
    const end = /[\\/]$/.test(whole) ? separator : '';
    if (parts.length <= 2) return whole.replace(body, () => named.join(separator));
    return `…${separator}${named.slice(-2).join(separator)}${end}`;
  };
  return text
    .replace(WINDOWS, shorten('\\'))
    .replace(POSIX, shorten('/'))
    .replace(/(?<![\w/])~([A-Za-z][\w.-]*\w)(?=\/)/g, (_, name) => `~${users.of(name)}`);
}
