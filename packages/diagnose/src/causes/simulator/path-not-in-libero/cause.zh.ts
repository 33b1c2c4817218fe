import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '脚本要找的任务文件位于 `{folder}`，而 LIBERO 里没有这个目录',
  what: '任务文件的路径写死在脚本里，而 LIBERO 中并不存在该路径。脚本还没测到它要测的东西就停下了。',
  why: 'LIBERO 的任务文件按 suite 分目录存放（`libero_spatial`、`libero_goal` 等），场景名写在文件名里。脚本的作者想当然地以为每个场景有一个目录。',
  remedies: [
    {
      text: '不要自己拼路径，直接向 LIBERO 查询：`benchmark.get_task_bddl_file_path(i)`。',
      cost: '一行代码。',
      risk: '无。',
    },
  ],
};
