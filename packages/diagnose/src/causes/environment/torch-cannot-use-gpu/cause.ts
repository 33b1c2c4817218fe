import type { Evidence } from '@plumb/contract';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts, MachineFact } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromSaid, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/torch-cannot-use-gpu';

/** Blackwell: sm_100 and sm_120 are compiled in from CUDA 12.8 on (torch 2.7). */
const BLACKWELL = /\b(?:RTX (?:PRO )?50\d0|RTX PRO \d+ Blackwell|B200|GB200|B300|GB300)\b/;
const FIRST_FOR_BLACKWELL = 12.8;

function match(facts: Facts): Match | undefined {
  const hits = ['architecture', 'no-kernel', 'driver-too-old', 'not-compiled'].flatMap((pattern) =>
    firstOfEachLog(logHits(facts, CODE, pattern)),
  );
  if (hits.length > 0)
    return { strength: 'proven', evidence: hits.map(fromLog), details: { reason: 'as the log says' } };
  for (const machine of facts.machines) {
    const found = fromMachine(machine);
    if (found) return { strength: 'likely', ...found };
  }
  return undefined;
}

function fromMachine({ gpus, driverCuda, torchCuda }: MachineFact) {
  const found = (reason: string, ...evidence: Evidence[]) => ({ evidence, details: { reason } });
  const [gpu] = gpus;
  if (!torchCuda) return undefined;
  if (torchCuda.value === 'None') {
    if (!gpu) return undefined;
    const built = fromSaid(torchCuda, 'torch was built without CUDA');
    return found('this torch was built for the CPU only', fromSaid(gpu, gpu.value), built);
  }
  const built = Number.parseFloat(torchCuda.value);
  const blackwell = gpus.find(({ value }) => BLACKWELL.test(value));
  if (blackwell && built < FIRST_FOR_BLACKWELL) {
    const reason = `${blackwell.value} needs a torch for CUDA ${FIRST_FOR_BLACKWELL} or later`;
    const said = fromSaid(torchCuda, `torch was built for CUDA ${torchCuda.value}`);
    return found(reason, fromSaid(blackwell, blackwell.value), said);
  }
  // within one major version an older driver does
  if (!driverCuda || Math.floor(built) <= Math.floor(Number.parseFloat(driverCuda.value))) return undefined;
  return found(
    `its driver goes up to CUDA ${driverCuda.value}, torch was built for ${torchCuda.value}`,
    fromSaid(driverCuda, `the driver supports CUDA ${driverCuda.value}`),
    fromSaid(torchCuda, `torch was built for CUDA ${torchCuda.value}`),
  );
}

export const torchCannotUseGpu: Cause = {
  code: CODE,
  title: 'torch cannot use this GPU: {reason}',
  what: 'The installed torch has no code for this GPU, or the driver is too old for it. The first operation on the GPU raises, or the whole evaluation runs on the CPU.',
  why: 'A wheel of torch is built for one version of CUDA and for the architectures that it knew. A new GPU, an old driver, or a wheel for the CPU from the default index do not go together.',
  covers: ['B20'],
  explains: ['script-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Ask torch what it sees and what it was built for.',
      commands: [
        "python -c 'import torch; print(torch.__version__, torch.version.cuda, torch.cuda.is_available(), torch.cuda.get_arch_list())'",
      ],
      cost: 'Seconds.',
      risk: 'None.',
    },
    {
      when: 'now',
      text: 'Install the wheel of torch for the CUDA that the driver supports and the GPU needs: its index is chosen on the page "Get started" of PyTorch.',
      commands: [],
      cost: 'A few GB; packages that pin torch may object.',
      risk: 'A newer torch refuses older pickles (`weights_only`): check the load again.',
    },
  ],
  logPatterns: [
    {
      name: 'architecture',
      contains: 'is not compatible with the current PyTorch installation',
      regex: /with CUDA capability sm_\d+\w? is not compatible with the current PyTorch installation/,
    },
    {
      name: 'no-kernel',
      contains: 'no kernel image is available',
      regex: /CUDA error: no kernel image is available for execution on the device/,
    },
    {
      name: 'driver-too-old',
      contains: 'driver on your system is too old',
      regex: /The NVIDIA driver on your system is too old/,
    },
    {
      name: 'not-compiled',
      contains: 'Torch not compiled with CUDA enabled',
      regex: /AssertionError: Torch not compiled with CUDA enabled/,
    },
  ],
  match,
};
