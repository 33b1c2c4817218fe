import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '词表大小不同：checkpoint 中为 {saved} 行，模型中为 {built} 行',
  what: '只有 token embedding（以及输出层，若有）的行数不同，相差 {difference} 个 token；其余全部匹配。',
  why: '训练 policy 所用的语言模型增加过 token（例如动作 token），而 config 指向的是未扩展的原版。',
  remedies: [
    {
      text: '把 config 中的基座模型改成扩展过的那一个，tokenizer 也要配套。',
      cost: '改一行 config。',
      risk: '无。',
    },
    {
      text: '如果扩展过的基座已经找不到：加载之前调用 `resize_token_embeddings({saved})`，就能把保存的行装进去。',
      cost: '一行代码。',
      risk: 'tokenizer 给新增 token 的 id 必须与训练时一致，否则输出的动作毫无意义。',
    },
  ],
};
