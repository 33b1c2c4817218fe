import { expect, test } from 'vitest';
import { seenBy } from './spec-tree.ts';
import { trustRemoteCode } from './trust-remote-code.ts';

test('one detection a file, with all its lines', async () => {
  const source = `a = AutoModel.from_pretrained(name, trust_remote_code=True)
b = AutoProcessor.from_pretrained(
    name, trust_remote_code=True)
`;
  expect(await seenBy(trustRemoteCode, source)).toEqual([[1, { count: 2, lines: '1, 2' }]]);
});

test('a pinned revision, a refusal and a variable are left alone', async () => {
  const source = `a = AutoModel.from_pretrained(name, trust_remote_code=True, revision="3f2a1c")
b = AutoModel.from_pretrained(name, trust_remote_code=False)
c = AutoModel.from_pretrained(name, trust_remote_code=args.trust)
note = "trust_remote_code=True"
`;
  expect(await seenBy(trustRemoteCode, source)).toEqual([]);
});
