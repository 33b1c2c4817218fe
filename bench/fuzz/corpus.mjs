/** Our own small checkpoints, and pickles that would leave a mark if anything were executed. */
import { readdirSync, readFileSync } from 'node:fs';

const fixtures = new URL('../../packages/checkpoint/src/fixtures/', import.meta.url);
const json = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8'));

export function loadCorpus(canary) {
  const zips = readdirSync(new URL('checkpoints/', fixtures))
    .filter((name) => name.endsWith('.pt') && name !== 'legacy.pt')
    .map((name) => readFileSync(new URL(`checkpoints/${name}`, fixtures)));
  const pickles = [
    ...json('pickles')
      .map((entry) => Buffer.from(entry.pickle, 'base64'))
      .filter((bytes) => bytes.length < 4000),
    ...zips.map(pickleOf),
    ...canaries(canary),
  ];
  const safetensors = json('safetensors')
    .filter((entry) => entry.error === undefined)
    .map((entry) => Buffer.from(entry.file, 'base64'));
  const formats = (pattern) =>
    readdirSync(new URL('formats/', fixtures))
      .filter((name) => pattern.test(name))
      .map((name) => readFileSync(new URL(`formats/${name}`, fixtures)))
      .filter((bytes) => bytes.length < 20_000);
  return {
    zips,
    pickles,
    safetensors,
    streams: formats(/^legacy-.*\.pt$/),
    arrays: formats(/\.npz$/),
    ggufs: formats(/\.gguf$/),
  };
}

/** data.pkl is the first record of what torch saves, uncompressed. */
function pickleOf(zip) {
  const start = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
  const end = zip.indexOf(Buffer.from('.PK', 'latin1'), start);
  return zip.subarray(start, end + 1);
}

/** Loaded by Python, each of these creates the file `canary`. */
export function canaries(canary) {
  const text = (value) => {
    const bytes = Buffer.from(value);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bytes.length);
    return `X${size.toString('latin1')}${bytes.toString('latin1')}`;
  };
  const touch = `touch ${canary}`;
  return [
    `cos\nsystem\n${text(touch)}\x85R.`,
    `cposix\nsystem\n${text(touch)}\x85R.`,
    `\x80\x04\x8c\x02os\x8c\x06system\x93${text(touch)}\x85R.`,
    `(${text(touch)}ios\nsystem\n.`,
    `(cos\nsystem\n${text(touch)}o.`,
    `c__builtin__\neval\n${text(`open(${JSON.stringify(canary)},'w')`)}\x85R.`,
    `cbuiltins\nexec\n${text(`open(${JSON.stringify(canary)},'w')`)}\x85R.`,
    `cbuiltins\nopen\n${text(canary)}${text('w')}\x86R.`,
    `csubprocess\nPopen\n](${text('touch')}${text(canary)}e\x85\x81.`,
    `cproject\nX\n)\x81}${text('__setstate__')}cos\nsystem\nsb${text(touch)}b.`,
  ].map((program) => Buffer.from(program, 'latin1'));
}
