import type { Diagnosis, Finding } from '../diagnosis.ts';
import { emptyFacts } from '../facts.ts';
import type { LoadPlans } from '../remedies/plan-loads.ts';
import { buildReport, type Report } from './report-model.ts';

/** What a log or a file name may hold to break out of a report; for the specs of the reporters. */
export const HOSTILE =
  "x`|\x1b[31m\x1b]8;;https://evil.test\x07<img src=x onerror=alert(1)></style></script><script>alert(2)</script><!-- ]]>\"' onclick='alert(3) [a](javascript:alert(4)) **b** ``` ~~~ <details> &lt;b&gt; @someone #12 GH-7 \u202e\u2066\u200b\ufeff\u2028 https://evil.test www.evil.test\n# heading\n- [ ] item\n";

function finding(code: string, some: Partial<Finding>): Finding {
  return {
    ...{ code, title: code, what: 'what', why: 'why', strength: 'proven', covers: ['A16'], explains: [] },
    ...{ explainedBy: [], evidence: [], remedies: [], next: [] },
    ...some,
  };
}

function samplePlans(hostile: string): LoadPlans {
  const now = { label: 'now', outcome: { clean: false, text: `raises${hostile}` } };
  return {
    ...{ checkpoint: `a b.pt${hostile}`, environment: 'x', source: undefined },
    remedies: {
      before: now.outcome,
      plans: [
        {
          ...{ way: 'upgrade', verdict: 'fixes', title: `Upgrade it${hostile}`, summary: 'Then it loads.' },
          ...{ cost: 'Minutes.', risk: '-', files: [], notes: [`A note${hostile}`] },
          commands: [{ text: `pip install 'x>=1'${hostile}`, what: 'in that environment' }],
          tables: [{ title: `Releases${hostile}`, columns: ['release'], rows: [[`4.51.0${hostile}`]] }],
          checks: [now, { label: 'afterwards', outcome: { clean: true, text: 'loads, nothing missing' } }],
        },
      ],
    },
  };
}

/** The same as a report in English. */
export function sampleReport(hostile = ''): Report {
  return buildReport(sampleDiagnosis(hostile));
}

/** A diagnosis with a chain of two, a suspect, and hostile text wherever a file's words end up. */
export function sampleDiagnosis(hostile = ''): Diagnosis {
  const root = finding('environment/old', {
    title: `transformers 4.46.3 does not know \`qwen3\`${hostile}`,
    evidence: [
      { kind: 'environment', place: 'pip-freeze.txt:90', text: 'transformers==4.46.3' },
      {
        kind: 'log',
        place: `runs/eval.log:44${hostile}`,
        text: `model type qwen3 is not recognised${hostile}`,
      },
    ],
    remedies: [
      { when: 'long-term', text: 'Pin it.', commands: [], cost: 'A line.', risk: 'None.' },
      {
        when: 'now',
        text: 'Upgrade.',
        commands: [`plumb check 'a b.pt'${hostile} --env x`],
        cost: 'Minutes.',
        risk: 'Some.',
      },
    ],
  });
  const child = finding('load/shapes', {
    title: 'shapes differ',
    explains: ['load-raises'],
    explainedBy: ['environment/old'],
    remedies: [{ when: 'now', text: 'Upgrade.', commands: [], cost: 'Minutes.', risk: 'Some.' }],
  });
  const suspect = finding('observation/flip', {
    title: 'upside down',
    strength: 'possible',
    explains: ['no-success'],
  });
  const message = `Error(s) in loading state_dict for VLAModel:
\tMissing key(s) in state_dict: "m.layers.0.q.bias", "m.layers.1.q.bias". 
\tsize mismatch for m.layers.0.q.weight: copying a param with shape torch.Size([2, 3]) from checkpoint, the shape in current model is torch.Size([4]).
\tsize mismatch for m.layers.1.q.weight: copying a param with shape torch.Size([2, 3]) from checkpoint, the shape in current model is torch.Size([4]).
\tsize mismatch for head.0.weight: copying a param with shape torch.Size([7]) from checkpoint, the shape in current model is torch.Size([8]).`;
  return {
    verdict: `Proven: it is old.${hostile}`,
    symptoms: [
      {
        ...{
          id: 'load-raises-1',
          kind: 'load-raises',
          text: `load_state_dict raises${hostile}`,
          brief: 'the crash at load',
        },
        ...{ evidence: [], where: [], explainedBy: ['environment/old'], suspects: [] },
      },
      {
        ...{ id: 'no-success-1', kind: 'no-success', text: '0 of 50 succeeded', brief: '0 of 50 episodes' },
        ...{ evidence: [], where: [], explainedBy: [], suspects: ['observation/flip'] },
      },
    ],
    rootCauses: [root],
    findings: [root, child, suspect],
    next: [
      "plumb check 'a b.pt' --env x",
      'plumb explain environment/old',
      'plumb diagnose a SOURCE',
      'plumb explain x/y',
    ],
    facts: {
      ...emptyFacts(),
      items: [
        { path: `runs/eval.log${hostile}`, kind: 'log' },
        { path: 'checkpoint.pt.br', kind: 'packed', remark: 'packed (brotli): left alone' },
      ],
      logs: [
        {
          ...{
            path: 'runs/eval.log',
            lines: 9,
            events: [],
            tracebacks: [],
            rates: [],
            checkpoint: undefined,
            remarks: [],
          },
          loadErrors: [{ line: 5, endLine: 9, message, traceback: undefined, truncated: false }],
        },
      ],
      loads: [
        {
          ...{
            checkpoint: 'a b.pt',
            environment: 'x',
            source: undefined,
            architecture: 'VLA',
            substitution: undefined,
          },
          ...{
            importFailure: undefined,
            constructionError: undefined,
            evidence: [],
            assumptions: [],
            loads: false,
          },
          ...{ error: message, missing: [], unexpected: [], mismatched: [] },
          config: [
            { field: 'hidden_size', saved: `1024${hostile}`, there: '896', differs: true },
            { field: 'output_dim', saved: '768', there: '768', differs: false },
          ],
        },
      ],
      planned: { plans: [samplePlans(hostile)], more: 2 },
      problems: [{ path: 'b.pt', code: 'X', error: `cannot be read${hostile}` }],
    },
  };
}
