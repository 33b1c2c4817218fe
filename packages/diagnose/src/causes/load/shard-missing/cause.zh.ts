import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '缺少 checkpoint 的一个分片：{shard}',
  what: '索引把张量分配到各个文件，其中至少有一个文件不在磁盘上。',
  why: '目录没有下载完，或者索引属于另一次导出。有的加载代码是找到哪些文件就用哪些，缺失分片中的层便不声不响地保持初始值。',
  remedies: [
    {
      text: '下载缺少的文件，再把索引与目录核对一遍。',
      cost: '下载的时间。',
      risk: '无。',
    },
  ],
};
