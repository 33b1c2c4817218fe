import type { CheckResult } from '@plumb/architecture';
import type { Checkpoint } from '@plumb/checkpoint';
import type { KnownModelTypes, PythonEnvironment } from '@plumb/python';
import type { EpisodeRecord, ProbeResult, RunSignal, RunSpec } from '@plumb/run';
import type { PlannedLoads } from './remedies/plan-loads.ts';

/** What a path that the user gave was recognised as. */
export type ItemKind =
  | 'checkpoint'
  | 'environment'
  | 'source'
  | 'log'
  | 'result'
  | 'run'
  | 'packed'
  | 'machine'
  | 'note'
  | 'unknown';

export interface Item {
  readonly path: string;
  readonly kind: ItemKind;
  /** Why it was left alone, or what was odd. */
  readonly remark?: string;
}

/** A place in a log that some cause asked for, or a traceback. Lines count from 1. */
export interface LogEvent {
  readonly line: number;
  readonly text: string;
  /** How often the same line came in a row (progress bars, loops). */
  readonly repeated: number;
  /** Id of the pattern that matched: `<cause code>#<pattern name>`. */
  readonly pattern: string;
  /** Named groups of the pattern. */
  readonly groups: Readonly<Record<string, string>>;
}

export interface Traceback {
  readonly line: number;
  readonly endLine: number;
  /** `RuntimeError`, dotted where Python prints it so. */
  readonly exception: string;
  /** The whole message, all its lines. */
  readonly message: string;
  readonly frames: readonly { readonly file: string; readonly line: number; readonly function: string }[];
  /** Raised while another was handled, or in a destructor: never the thing to blame. */
  readonly secondary: boolean;
  /**
   * `handling`, `cause`: follows the traceback before it in the list, as Python's words between them say.
   * `ignored`: Python printed it and went on (a destructor, interpreter exit).
   */
  readonly link?: 'handling' | 'cause' | 'ignored';
  /** Printed although the program went on (`traceback.print_exc()`). */
  readonly caught: boolean;
  /** How often the same traceback came in this log; the place is that of the first. */
  readonly repeated: number;
}

/** "Error(s) in loading state_dict for …", inside a traceback or printed by whoever caught it. */
export interface LoadErrorFact {
  /** Of the message itself. */
  readonly line: number;
  readonly endLine: number;
  /** From "Error(s) in loading" on, all its lines. */
  readonly message: string;
  /** Line of the traceback that ends in this message; undefined where it was only printed. */
  readonly traceback: number | undefined;
  /** The printer cut it short (`str(e)[:150]`): counts cannot be had from it. */
  readonly truncated: boolean;
}

/** A success rate as a log states it. */
export interface RateFact {
  readonly line: number;
  readonly text: string;
  /** Successes by episodes, 0 to 1. */
  readonly rate: number;
  readonly successes?: number;
  readonly episodes?: number;
  /** A total over tasks, as opposed to a running or a task's own rate. */
  readonly overall: boolean;
}

export interface LogFact {
  readonly path: string;
  readonly lines: number;
  readonly events: readonly LogEvent[];
  readonly tracebacks: readonly Traceback[];
  readonly loadErrors: readonly LoadErrorFact[];
  readonly rates: readonly RateFact[];
  /** File name of the checkpoint that the log says it loads, where it does. */
  readonly checkpoint: string | undefined;
  /** What was left out because of a limit, in words. */
  readonly remarks: readonly string[];
}

/** Something a source detector saw. `detector` names the detector's file. */
export interface Detection {
  readonly detector: string;
  /** Relative to the source folder. */
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  /** The line itself, trimmed. */
  readonly text: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface SourceFact {
  readonly path: string;
  readonly files: number;
  readonly detections: readonly Detection[];
}

export interface EpisodeFact {
  readonly success: boolean;
  readonly steps: number | undefined;
  readonly error?: string;
}

export interface ResultFact {
  readonly path: string;
  readonly suite: string | undefined;
  readonly checkpoint: string | undefined;
  readonly timestamp: string | undefined;
  /** Horizon where the file or the episodes tell it. */
  readonly horizon: number | undefined;
  readonly tasks: readonly {
    readonly key: string;
    readonly name: string | undefined;
    readonly requested: number | undefined;
    readonly episodes: readonly EpisodeFact[];
    readonly rate: number | undefined;
  }[];
  /** What the file itself claims. */
  readonly claimed: { readonly episodes?: number; readonly successes?: number; readonly rate?: number };
  /** Error on recorded actions, where the file holds an offline evaluation. */
  readonly offline: { readonly samples: number; readonly mse: number } | undefined;
}

export interface EnvironmentFact {
  readonly environment: PythonEnvironment;
  readonly modelTypes: KnownModelTypes | undefined;
}

/** A value and the line that says it. */
export interface Said {
  readonly value: string;
  readonly place: string;
}

/** What a capture says of the machine itself. Undefined is what nobody looked at. */
export interface MachineFact {
  /** The capture. */
  readonly path: string;
  /** Of the environment's variables those that concern drawing, GPUs and the libraries. */
  readonly variables: ReadonlyMap<string, Said> | undefined;
  /** GL libraries as `ldconfig -p` lists them: `libEGL.so.1`. */
  readonly libraries: readonly Said[] | undefined;
  /** Names of the GPUs, as nvidia-smi prints them. */
  readonly gpus: readonly Said[];
  /** The newest CUDA that the driver supports: `12.2`. */
  readonly driverCuda: Said | undefined;
  /** The CUDA that torch was built for: `12.8`, or `None`. */
  readonly torchCuda: Said | undefined;
  /** LIBERO's own configuration: where it is, and its paths by name. */
  readonly liberoConfig: { readonly file: string; readonly paths: ReadonlyMap<string, Said> } | undefined;
  /** It was looked for and is not there. */
  readonly liberoConfigAbsent: boolean;
  /** The folders that packages are imported from, as they are called there. */
  readonly sitePackages: readonly string[];
}

/** A tensor of a checkpoint that holds a data set's statistics, with its values. */
export interface StatisticsFact {
  readonly checkpoint: string;
  readonly tensor: string;
  readonly values: readonly number[];
}

/** A run of `plumb eval`, its folder or its export. Its score is among the results, too. */
export interface RunFact {
  readonly path: string;
  readonly spec: RunSpec;
  readonly episodes: readonly EpisodeRecord[];
  /** What was noticed across its episodes; an episode's own signals are with it. */
  readonly signals: readonly RunSignal[];
  /** What was found by asking its policy. */
  readonly probes: readonly ProbeResult[];
}

/** What `plumb debug` found of a policy, in a report of its own or in the run. */
export interface ProbeFact {
  /** Of the report, or of the run. */
  readonly path: string;
  readonly policy: string;
  readonly results: readonly Pick<ProbeResult, 'name' | 'outcome' | 'text'>[];
}

export interface Problem {
  readonly path: string;
  /** The error's code where it has one (`CHECKPOINT_TRUNCATED`). */
  readonly code: string | undefined;
  readonly error: string;
}

/** Everything that was found, before any cause is considered. */
export interface Facts {
  /** The paths as the user typed them: commands to type next repeat them. */
  readonly given?: readonly string[];
  readonly items: readonly Item[];
  readonly checkpoints: readonly Checkpoint[];
  readonly environments: readonly EnvironmentFact[];
  readonly sources: readonly SourceFact[];
  readonly logs: readonly LogFact[];
  readonly results: readonly ResultFact[];
  readonly runs: readonly RunFact[];
  readonly machines: readonly MachineFact[];
  readonly statistics: readonly StatisticsFact[];
  readonly probes: readonly ProbeFact[];
  /** Predictions for each checkpoint in each environment, with the source where there is one. */
  readonly loads: readonly CheckResult[];
  /** Ways out of the loads that fail, where they were asked for. */
  readonly planned?: PlannedLoads;
  /** What could not be read or predicted. Nothing that fails is passed over in silence. */
  readonly problems: readonly Problem[];
}

/** Facts of nothing, for those who add one kind at a time. */
export function emptyFacts(): Facts {
  return {
    items: [],
    checkpoints: [],
    environments: [],
    sources: [],
    logs: [],
    results: [],
    runs: [],
    machines: [],
    statistics: [],
    probes: [],
    loads: [],
    problems: [],
  };
}
