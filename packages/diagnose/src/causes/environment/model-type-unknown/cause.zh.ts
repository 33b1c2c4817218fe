import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '{transformers} 不认识模型类型 `{modelType}`',
  what: '目标机器上的 transformers 没有 `{modelType}` 对应的类，训练该 checkpoint 时所用的模型在这里无法构建。',
  why: '每个模型类型都是从 transformers 的某个版本才开始支持的，更早的版本一概不认识。训练和评测用了不同版本的 transformers。',
  remedies: [
    {
      text: '安装支持 `{modelType}` 的 transformers 版本，建议先在环境的副本里操作。',
      cost: '几分钟。无需训练，checkpoint 中的权重全部原样可用。',
      risk: '其他包可能锁定了较旧的 transformers 或 tokenizers，请留意 pip 的提示。不写版本上限时，pip 会装最新的大版本，而 5.x 对 Python 和 torch 的版本要求更高（5.23.0 要求 Python 3.11、torch 2.6）。',
    },
    {
      text: '跑任何 episode 之前，先单独加载一次并检查结果：日志应写明加载的正是 config 里指定的语言模型，且没有任何回退（fallback）的提示。',
      cost: '加载一次的时间。',
      risk: '无。',
    },
    {
      text: '把训练 checkpoint 时的 transformers 版本记录在 checkpoint 旁边并锁定；语言模型构建失败时，让代码直接报错。',
      cost: '多一个文件，删掉一个 `except`。',
      risk: '无：程序停下来，总好过悄悄用错模型。',
    },
  ],
};
