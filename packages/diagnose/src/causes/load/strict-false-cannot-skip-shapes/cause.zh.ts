import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '试图用 `strict=False` 绕过 size mismatch，但它跳不过形状不一致',
  what: '严格加载失败后，程序改用 `strict=False` 再试一次，指望 PyTorch 跳过不匹配的张量；第二次调用抛出了同样的错误。',
  why: '`strict` 只管 missing 和 unexpected 的名字。凡是两边都有的名字，都会比较形状，只要不一致，无论 strict 取何值都会报错（见 torch.nn.Module.load_state_dict）。',
  remedies: [
    {
      text: '去掉第二次尝试，保留第一次的报错：它列出了具体的张量，从中可以看出构建的究竟是哪个模型。',
      cost: '删掉一个分支。',
      risk: '无。',
    },
    {
      text: '如果确实有一部分要从头训练，就明确写出来：只从 state dict 中删除这些 key，其余任何缺失都应报错。',
      cost: '几行代码和一份名字清单。',
      risk: '从头开始的部分必须先训练，再评测。',
    },
  ],
};
