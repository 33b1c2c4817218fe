import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '动作与图像、指令都无关：无论输入是什么，{class} 的输出都一样',
  what: 'action head 从 {class} 读到的内容与输入无关，因此任何观测都得到同样的动作。',
  why: '可学习的 action query 所经过的各层，并没有把图像或语言 token 的信息混进来。训练时 loss 照样会下降，最低降到“总是输出平均动作”的误差为止；评测时就一直重复这个动作。',
  remedies: [
    {
      text: '输入两张不同的图像和两条不同的指令，比较输出的动作。如果逐位相同，就是这个问题。',
      cost: '几分钟。',
      risk: '无。',
    },
    {
      text: '让 query 能够注意到这些 token（cross attention，或放进同一个序列），然后重新训练。',
      cost: '改动架构，并重新训练一次。',
      risk: '此前的 checkpoint 将无法加载。',
    },
  ],
};
