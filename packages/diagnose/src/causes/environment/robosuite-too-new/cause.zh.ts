import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'robosuite {robosuite} 中已经没有 LIBERO 要导入的内容',
  what: 'LIBERO 要导入 `SingleArmEnv`、`SingleArm` 和 `load_controller_config`，而 robosuite 1.5 把这三个都删除或改名了。',
  why: 'LIBERO 是针对 robosuite 1.4 写的，却没有限定版本，pip 就会安装最新版。',
  remedies: [
    {
      text: '安装 robosuite 1.4。',
      cost: '几分钟。',
      risk: '它的图像和接触计算还取决于 MuJoCo，也要一并锁定版本。',
    },
  ],
};
