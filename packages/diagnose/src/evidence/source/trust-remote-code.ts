import { keywordArguments, lineOf, nodesOfType } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';

const id = 'trust-remote-code';

/** `trust_remote_code=True` without a pinned `revision`: what runs is decided by whoever owns the hub repository. */
export const trustRemoteCode = perModule(id, /trust_remote_code\s*=\s*True/, (module) => {
  const calls = nodesOfType(module.root, 'call').filter((call) => {
    const given = keywordArguments(call);
    return (
      given.get('trust_remote_code')?.type === 'true' && !given.has('revision') && !given.has('code_revision')
    );
  });
  const [first] = calls;
  if (!first) return [];
  return [detectionAt(id, module, first, { count: calls.length, lines: calls.map(lineOf).join(', ') })];
});
