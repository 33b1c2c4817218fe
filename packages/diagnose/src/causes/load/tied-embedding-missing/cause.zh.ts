import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '只缺少一个张量，而它是权重共享（tied）的一半：{missing}',
  what: '其他名字全部匹配。{missing} 与语言模型另一端的张量共享存储，文件中只保存了那一个。',
  why: 'safetensors 对共享的张量只存一份。如果模型注册了两个名字，并且在绑定（tie）之前加载，就会索要第二个。',
  remedies: [
    {
      text: '加载之前把另一半复制到缺少的名字下；或者调用 `tie_weights()`，并且只允许缺少这一个名字。',
      cost: '两行代码。',
      risk: '只有 config 中 `tie_word_embeddings: true` 时才是正确的。',
    },
    {
      text: '保存时两个名字都写入；或者使用加载时会自动绑定的库。',
      cost: '保存一次。',
      risk: '无。',
    },
  ],
};
