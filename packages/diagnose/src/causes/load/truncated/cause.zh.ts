import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'checkpoint 文件不完整',
  what: '{file} 在其目录所标明的结尾之前就结束了。',
  why: '下载或保存被中断，或者磁盘已满。PyTorch 归档的目录在文件末尾，最先丢失；safetensors 则是头部给出的偏移超出了文件末尾。',
  remedies: [
    {
      text: '重新下载或复制该文件，并与源文件核对大小和 SHA-256。',
      cost: '传输的时间。',
      risk: '无。如果是保存时被中断，文件无法修复，只能用前一个 checkpoint。',
    },
    {
      text: '先写到临时文件，写完再改名。',
      cost: '两行代码。',
      risk: '无。',
    },
  ],
};
