import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'checkpoint 中的每个名字都带有前缀 `{prefix}`',
  what: '与模型相比，名字只差 `{prefix}`：同样的张量，在一个名字下是 missing，在另一个名字下是 unexpected。',
  why: 'checkpoint 保存的是包装之后的模型（DistributedDataParallel 会加上 `module.`，torch.compile 会加上 `_orig_mod.`），而加载代码没有去掉前缀，或者两层只去掉了一层。',
  remedies: [
    {
      text: '调用 `load_state_dict` 之前去掉名字中的前缀，有几层就去几层。',
      cost: '一行代码。',
      risk: '无：形状和数值都不变。',
    },
    {
      text: '保存未经包装的模型的 state dict。',
      cost: '训练代码里改一行。',
      risk: '无。',
    },
  ],
};
