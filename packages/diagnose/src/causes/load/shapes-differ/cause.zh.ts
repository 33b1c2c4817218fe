import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'checkpoint 与构建出的模型不匹配：{count} 个张量形状不同',
  what: '{model} 的 load_state_dict 报错：{count} 个张量形状不同，缺少（missing）{missing} 个，多出（unexpected）{unexpected} 个。例如：{example}。',
  why: '保存 checkpoint 时的模型与这里构建的模型，架构或规模不同。checkpoint 里的权重一个也没有用上：PyTorch 比对之后就抛出异常，程序要么退出，要么在没有这些权重的情况下继续运行。',
  remedies: [
    {
      text: '构建与保存 checkpoint 时相同的模型：config 相同，库版本也相同。下次运行之前先比对两边。',
      cost: '几分钟。',
      risk: '无。',
    },
    {
      text: '`strict=False` 不是解决办法：它只跳过 missing 和 unexpected 的名字，形状不同的张量照样报错。手动过滤掉这些张量虽然能加载，但得到的模型，其语言部分从未与其余部分一起训练过。',
      cost: '一次毫无意义的评测。',
      risk: '得到 0 % 的成功率，让人误以为是 policy 太差。',
    },
  ],
};
