import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'policy 的回答不是合法的动作（{code}）',
  what: '有 {count} 个 episode，policy 回答的是 NaN、不是七个数、动作个数少于下次提问前要执行的步数，或者根本无法解析。',
  why: 'LIBERO 的动作是三个平移、三个旋转，加一个夹爪。NaN 来自网络本身，或来自为零的标准差；维数不对，说明模型是为别的机器人训练的、输出的是关节而不是末端，或者没有从回答中截取动作。动作太少，说明 policy 每次只规划一步，而评测协议（例如 openpi 的）每次要执行好几步。',
  remedies: [
    { text: '检查加载的权重里有没有 NaN，统计量里有没有会被用作除数的零。', cost: '一分钟。', risk: '无。' },
    { text: '下次评测之前，先问一次，看看回答是什么。', cost: '几分钟。', risk: '无。' },
    {
      text: '如果是 `CHUNK_TOO_SHORT`：提高提问频率，policy 规划几步就执行几步。',
      cost: '提问次数增多，评测时间变长。',
      risk: '无：policy 本来就没有规划得更远。',
    },
  ],
};
