import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '源码在当前 Python 下无法导入：`{field}` 的默认值是可变对象',
  what: 'dataclass 字段 `{field}` 以 {class} 的实例作为默认值。Python 在导入该模块时就抛出异常，程序的其余部分都没有运行。',
  why: '在 3.10 及以前，dataclass 只拒绝 list、dict 和 set 作为默认值。从 3.11 起，凡是不可哈希的默认值一律拒绝，而带 `eq` 但没有 `frozen` 的 dataclass 实例就是不可哈希的。',
  remedies: [
    {
      text: '改用工厂函数给字段赋默认值：`{field}: … = field(default_factory=…)`。',
      cost: '每个这样的字段改一行。',
      risk: '无；旧版 Python 下含义相同。以 pickle 保存了 config 的 checkpoint 仍然可以读取。',
    },
    {
      text: '在 Python 3.10 下运行，源码就是在这个版本下写的。',
      cost: '另建一个环境。',
      risk: '各个库的新版本已不再支持 3.10。',
    },
  ],
};
