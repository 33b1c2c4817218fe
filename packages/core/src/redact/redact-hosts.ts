import type { Pseudonyms } from './pseudonyms.ts';

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

/** Puts a text where no later rule sees it, and returns what stands for it meanwhile. */
export type Park = (value: string) => string;

function isPublic(host: string): boolean {
  const name = host.toLowerCase();
  return PUBLIC_HOSTS.some((known) => name === known || name.endsWith(`.${known}`));
}

export function redactUrls(text: string, hosts: Pseudonyms, park: Park): string {
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

export function redactAddresses(
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

/** Hosts in the places where launchers name them. */
export function collectHosts(text: string, hosts: Pseudonyms): void {
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
