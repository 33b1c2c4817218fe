import { listWords } from '../list-words.ts';

/** `n thing` or `n things`. */
const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/**
 * Every word of a report that does not come from a cause, a symptom or a file, in English. Its type is what another
 * language has to fill: a key that is missing there does not compile.
 */
export const en = {
  tag: 'en',
  htmlLang: 'en',
  /** Words of a diagnosis. */
  strength: { proven: 'proven', likely: 'likely', possible: 'possible' },
  list: listWords,
  separator: '; ',
  betweenSentences: ' ',
  comma: ', ',
  /** What something is, behind its name. */
  because: (text: string, reason: string) => `${text}: ${reason}`,
  /** A remark behind what it is about. */
  aside: (text: string, remark: string) => `${text} (${remark})`,

  verdict: {
    strength: { proven: 'Proven', likely: 'Likely', possible: 'Possible' },
    first: (strength: string, title: string, briefs: string) =>
      `${strength}: ${title}. It explains ${briefs}.`,
    other: (strength: string, title: string, briefs: string) =>
      `${strength} as well: ${title}; that explains ${briefs}.`,
    nothingExplains: (briefs: string) => `Nothing found explains ${briefs}.`,
    crashRunsNoEpisode: (briefs: string) =>
      `The load failure does not explain ${briefs}: a load that raises runs no episode.`,
    notExplained: (briefs: string) => `Not explained: ${briefs}.`,
    suspects: (titles: string, more: number) =>
      `Next suspects: ${titles}${more > 0 ? `; and ${more} more` : ''}.`,
    noSuspect: 'No other cause of the catalogue is supported by this evidence.',
    noSymptom: (title: string, strength: string, more: number) =>
      `No symptom is in this evidence. Found, but not shown to have done harm: ${title} (${strength})${more > 0 ? ` and ${more} more` : ''}.`,
    unread: (n: number) => `${n === 1 ? 'One thing' : `${n} things`} could not be read or predicted.`,
    nothingRead: 'Nothing could be read.',
    nothingGiven: 'There was nothing to look at: no checkpoint, environment, source, log or result.',
    nothingWrong: (read: string) => `Nothing wrong found in ${read}.`,
    loads: 'The load is predicted to succeed.',
  },
  read: {
    checkpoint: (n: number) => count(n, 'checkpoint'),
    environment: (n: number) => count(n, 'environment'),
    source: (n: number) => count(n, 'source'),
    log: (n: number) => count(n, 'log'),
    result: (n: number) => count(n, 'result file'),
    run: (n: number) => count(n, 'run'),
    packed: (n: number) => count(n, 'packed file'),
    machine: (n: number) => count(n, 'machine note'),
    note: (n: number) => count(n, 'note'),
    unknown: (n: number) => count(n, 'unrecognised file'),
  },
  kind: {
    checkpoint: 'checkpoint',
    environment: 'environment',
    source: 'source',
    log: 'log',
    result: 'result',
    prediction: 'prediction',
    run: 'run',
    probe: 'probe',
    packed: 'packed',
    machine: 'machine',
    note: 'note',
    unknown: 'unknown',
  },

  fix: {
    verdict: {
      fixes: 'fixes it',
      trains: 'needs training',
      'not-a-fix': 'not a fix',
      impossible: 'cannot work',
      'not-needed': 'not needed',
    },
    headline: (verdict: string, title: string) => `${verdict}: ${title}`,
    best: (title: string, summary: string) => `${title}. ${summary}`,
    nothing: 'Nothing to fix:',
    itLoads: (outcome: string) => `it ${outcome}.`,
    none: 'No way that Plumb knows makes it load.',
    label: { now: 'now', do: 'do', details: 'details', cost: 'cost', risk: 'risk', check: 'check' },
    ranked: 'Every way, the best first',
    checks: 'plumb check, before and after',
    files: 'Files that --out writes',
    notes: 'To know',
    written: 'Written:',
    noFile: 'There was no file to write.',
    /** In a report. */
    plans: 'Ways out, each verified by prediction',
    plansFor: (checkpoint: string, environment: string) =>
      `For ${checkpoint} in ${environment}. Nothing was installed or run.`,
    way: 'Way',
    outcome: 'Outcome',
    after: 'plumb check afterwards',
    morePlans: (n: number) =>
      `${n === 1 ? 'One more load fails' : `${n} more loads fail`}; "plumb fix" plans for each.`,
  },

  report: {
    title: 'Diagnosis',
    rootCause: 'Root cause',
    explains: 'It explains',
    explainsThese: (briefs: string) => `It explains ${briefs}.`,
    alsoRoot: 'Other root causes',
    moreRoots: (n: number) =>
      `${n} more root ${n === 1 ? 'cause explains' : 'causes explain'} other symptoms: see below.`,
    notExplained: 'Not explained yet',
    crashReason: 'a load that raises runs no episode',
    nextSuspects: 'Next suspects',
    typeNext: 'Type next',
    verdict: 'Verdict',
    symptoms: 'Symptoms',
    symptom: 'Symptom',
    explainedBy: 'Explained by',
    suspects: 'Suspects',
    suspect: 'suspect',
    open: 'not explained',
    noSuspect: 'none in this evidence',
    chain: 'Chain',
    explainsSymptom: 'explains',
    config: 'Config: as saved, and as it will be there',
    field: 'Field',
    saved: 'As saved',
    there: 'As it will be there',
    differs: 'differs',
    same: (n: number) => `${n} fields are the same`,
    inPlace: (checkpoint: string, environment: string) => `${checkpoint} in ${environment}`,
    predicted: (place: string) => `${place} (predicted)`,
    shapes: 'Shapes',
    tensors: 'Tensors',
    count: 'Count',
    inCheckpoint: 'In the checkpoint',
    inModel: 'In the model',
    cutShort: 'The message was cut short: these are at least the differences.',
    missing: 'Missing in the checkpoint',
    unexpected: 'Unexpected: the model has no such tensor',
    moreRows: (n: number) => `and ${n} more rows`,
    more: (n: number) => `and ${n} more`,
    findings: 'Findings and their evidence',
    broughtAboutBy: 'Brought about by',
    evidence: 'Evidence',
    place: 'Place',
    moreEvidence: (n: number) => `and ${n} more pieces`,
    characters: (n: number) => `… (${n} characters in all)`,
    remedies: 'Remedies',
    when: {
      now: 'Now, before the next run',
      test: 'To learn more',
      'long-term': 'So that it does not come back',
    },
    remedyFor: 'For',
    cost: 'Cost',
    risk: 'Risk',
    told: (title: string, cost: string, risk: string) => `For: ${title}. Cost: ${cost} Risk: ${risk}`,
    verification: 'Verification',
    verificationNote:
      'Words in capitals stand for what was not given. `plumb check` ends with status 0 once the load will succeed.',
    summary: 'Summary',
    cause: 'Cause',
    strengthHead: 'Strength',
    role: 'Role',
    impact: 'Impact',
    roles: { root: 'root cause', chain: 'in the chain', beside: 'beside the chain' },
    mayExplain: (briefs: string) => `may explain ${briefs}`,
    throughRoot: 'through its root cause',
    noImpact: 'none shown',
    alsoFound: 'Also found',
    moreListed: (n: number) => `and ${n} more: plumb diagnose … --format markdown lists them`,
    moreSuspects: (n: number) => `and ${n} more suspects`,
    noSuspectHere: 'no suspect in this evidence',
    whatWasRead: 'What was read',
    readHead: 'Read',
    path: 'Path',
    recognisedAs: 'Recognised as',
    remark: 'Remark',
    unreadable: 'Could not be read or predicted',
    error: 'Error',
    copy: 'Copy',
    copied: 'Copied',
    counts: (symptoms: number, explained: number, findings: number) =>
      `${count(symptoms, 'symptom')}, ${explained} explained, from ${count(findings, 'finding')}`,
    leftOut: (n: number) =>
      `Left out to fit into one issue: ${count(n, 'section')}. --report FILE.html has everything.`,
    madeBy: 'Written by Plumb from the files named here. Nothing in them was run.',
    untranslated: (codes: string) => `Not translated, and therefore in English: ${codes}.`,
    explain: {
      gaps: 'Gaps (…) are filled from what was found.',
      onlyEnglish: 'How it is proven, when it does not apply, and sources: in English only, without --lang.',
      english: 'There is no translation of this page yet; it follows in English.',
    },
    whole: 'The whole report, with remedies, is in',
  },
};

export type Words = typeof en;
