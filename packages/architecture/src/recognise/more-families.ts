import { describeDuals, describePaliGemmas, recogniseMultiModalProjectors } from './describe-dual.ts';
import { recogniseAuthorsAct } from './recognise-authors-act.ts';
import { recogniseAuthorsDiffusion } from './recognise-authors-diffusion.ts';
import { recogniseContrastive } from './recognise-contrastive.ts';
import { recogniseDinov2 } from './recognise-dinov2.ts';
import { recogniseLerobot } from './recognise-lerobot.ts';
import { recogniseLora } from './recognise-lora.ts';
import { describeOpenVla, recogniseOpenVla } from './recognise-openvla.ts';
import { describePi0, recognisePi0 } from './recognise-pi0.ts';
import { describeSmolVlas, recogniseSmolVla } from './recognise-smolvla.ts';
import type { MoreFamilies } from './recognise-with.ts';

export const MORE_FAMILIES: MoreFamilies = {
  claims: (index) => [
    ...recognisePi0(index),
    ...recogniseSmolVla(index),
    ...recogniseLerobot(index),
    ...recogniseAuthorsAct(index),
    ...recogniseAuthorsDiffusion(index),
    ...recogniseOpenVla(index),
    ...recogniseDinov2(index),
    ...recogniseContrastive(index),
    ...recogniseMultiModalProjectors(index),
    ...recogniseLora(index),
  ],
  wholes: (parts, index) => [
    ...describePi0(parts, index),
    ...describeSmolVlas(parts, index),
    ...describeOpenVla(parts, index),
    ...describePaliGemmas(parts, index),
    ...describeDuals(parts, index),
  ],
};
