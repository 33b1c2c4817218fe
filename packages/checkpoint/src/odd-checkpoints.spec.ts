import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCheckpoint } from './read-checkpoint.ts';

// made by oracle/checkpoint/make_odd.py: saved by torch 2.8, with what torch says when it loads them
const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/odd/${name}`, import.meta.url));
const listing: { 'protocol-0': Record<string, string>; sparse: string[] } = JSON.parse(
  readFileSync(fixture('listing.json'), 'utf8'),
);

test('sparse tensors are not listed, which a note says', async () => {
  const several = await readCheckpoint(fixture('sparse.pt'));
  expect(several.tensors.map(({ name }) => name)).toEqual(['a']);
  expect(several.notes).toEqual([`${listing.sparse.length} sparse tensors are not listed.`]);
  expect((await readCheckpoint(fixture('one-sparse.pt'))).notes).toEqual(['1 sparse tensor is not listed.']);
  expect((await readCheckpoint(fixture('only-sparse.pt'))).notes).toContain('1 sparse tensor is not listed.');
});

test('a pickle of protocol 0, which torch does not load either, is not to be fetched again', async () => {
  expect(Object.keys(listing['protocol-0'])).toEqual(['weights_only=False', 'weights_only=True']);
  await expect(readCheckpoint(fixture('protocol-0.pt'))).rejects.toMatchObject({
    code: 'PICKLE_PROTOCOL_0',
    why: expect.stringContaining('torch.load does not load'),
    remedy: expect.not.stringMatching(/fetch/i),
  });
});
