import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '初始状态设置之后又被 `reset()` 丢弃',
  what: '`set_init_state` 在 `env.reset()` 之前调用。reset 会重新随机摆放物体，存储的初始状态根本没有生效。',
  why: '该基准为每个任务规定了五十个初始状态。顺序写反之后，episode 会从随机的摆放开始，测出来的已经是另一个基准的成绩。',
  remedies: [
    {
      text: '把两行对调：先 `env.reset()`，再 `env.set_init_state(state)`，然后是 settle 步。',
      cost: '两行代码。',
      risk: '此前用这个脚本测得的成绩不再可比。',
    },
    {
      text: '第一步之后，把物体位置与存储状态中的位置做比较。',
      cost: '几分钟。',
      risk: '无。',
    },
  ],
};
