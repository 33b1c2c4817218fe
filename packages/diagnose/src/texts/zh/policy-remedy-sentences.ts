import type { Sentence } from '../language.ts';

/** Remedies for policies of LeRobot, OpenVLA and openpi. */
export const policyRemedySentences: readonly Sentence[] = [
  ['Install the LeRobot that reads this {a}', '安装能读取该 {a} 的 LeRobot 版本'],
  ['What each release makes of it', '各版本的加载结果'],
  ['load', '加载'],
  ['{range}: not this one ({a})', '{range}：当前的 {a} 不符合'],
  ['LeRobot {a} takes it whole: there is nothing to change.', 'LeRobot {a} 可以完整加载，无需改动。'],
  [
    'No release of LeRobot that Plumb has read takes it whole.',
    '在 Plumb 所掌握的 LeRobot 版本中，没有一个能完整加载。',
  ],
  [
    'LeRobot {a} reads the config and every tensor has its place.',
    'LeRobot {a} 能读取该 config，所有张量各就其位。',
  ],
  ['a new environment with Python {a}', '需要一个 Python {a} 的新环境'],
  [
    'LeRobot pins torch, transformers and others: a fresh environment keeps the old one as it is',
    'LeRobot 会固定 torch、transformers 等依赖的版本：装进新环境，才不会影响现有环境',
  ],
  ['best in an environment of its own', '最好装在单独的环境里'],
  ['Predicted with the transformers that each release asks for.', '预测时采用各版本所要求的 transformers。'],
  [
    'Statistics of the data set lie among the weights before 0.4 and in policy_preprocessor.json since: a newer release wants them moved, an older one cannot read them.',
    '数据集的统计量在 0.4 之前存于权重之中，此后存于 policy_preprocessor.json：换用新版需要先迁移，换用旧版则读不到。',
  ],
  ['now, LeRobot not installed', '现在，未安装 LeRobot'],
  ['now, LeRobot {a}', '现在，LeRobot {a}'],
  ['LeRobot {a}', 'LeRobot {a}'],
  ['as the script writes it', '脚本写出之后'],
  ['with these releases', '装上这些版本之后'],
  ['Move the statistics of the data set out of the weights', '将数据集的统计量从权重中移出'],
  [
    '{n} means and deviations go into policy_preprocessor.json and policy_postprocessor.json; every other tensor has its place already.',
    '{n} 个均值与标准差移入 policy_preprocessor.json 和 policy_postprocessor.json，其余张量均已各就其位。',
  ],
  ['Moving the statistics helps and does not suffice: {text}.', '移出统计量有帮助，但还不够：{text}。'],
  ['none to the values; keep the original', '数值不受影响；请保留原件'],
  ["LeRobot's own script; it writes {a}", 'LeRobot 自带的脚本，结果写入 {a}'],
  [
    'loads, nothing missing, once the script has written policy_preprocessor.json',
    '脚本写出 policy_preprocessor.json 之后即可加载，没有缺失',
  ],
  [
    'Its last step writes a model card, for which it asks the hub: offline it raises when all else is written.',
    '脚本最后一步会联网生成模型卡：离线时会在此报错，但此前的文件都已写好。',
  ],
  ['loads, but: {text}', '能加载，但是：{text}'],
  ['Install the releases that {a} was made with', '安装 {a} 当初所用的版本'],
  ['It loads with what is installed.', '以现有环境即可加载。'],
  ['With {packages} every tensor has its place.', '装上 {packages} 后，所有张量各就其位。'],
  ['With {packages} it still does not load: {text}.', '装上 {packages} 后仍无法加载：{text}。'],
  [
    'older releases than other packages may want: a fresh environment keeps this one as it is',
    '这些版本较旧，其他包未必接受：装进新环境，才不会影响现有环境',
  ],
  [
    'OpenVLA names transformers 4.40.1, tokenizers 0.19.1 and timm 0.9.10 to 0.9.16 itself.',
    'OpenVLA 自己指定了 transformers 4.40.1、tokenizers 0.19.1 以及 timm 0.9.10 至 0.9.16。',
  ],
  [
    "Then openpi's files have to be copied over it, which changes that transformers for everything else in the environment: cp -r src/openpi/models_pytorch/transformers_replace/* into its transformers folder. The check above only sees the release; give it the environment's folder afterwards.",
    '随后还要把 openpi 的文件覆盖进去，这会改变该环境中所有程序所用的 transformers：将 src/openpi/models_pytorch/transformers_replace/* 复制（cp -r）到其 transformers 目录。上面的检查只看版本号；完成后请以环境目录再检查一次。',
  ],
  ['Train on what fits', '在对得上的部分之上继续训练'],
  [
    'Training does not change that no model is built over there: {text}.',
    '目标环境中连模型都无法构建，训练改变不了这一点：{text}。',
  ],
  [
    'Every tensor of the model is in the checkpoint: what is wrong lies beside the weights, and training does not mend it.',
    '模型的每个张量都在 checkpoint 中：问题不在权重，训练无从补救。',
  ],
  [
    '{n} parameters ({share}) start from random values: {names}. All others are kept.',
    '{n} 个参数（{share}）从随机值开始训练：{names}。其余全部保留。',
  ],
  [
    'training: the recordings are needed, and where nearly all is kept, a part of the first time’s steps',
    '需要训练：要有训练数据；若几乎全部保留，所需步数只是首次的一部分',
  ],
  [
    'high: more than half of the model is new, which is training from the start',
    '高：模型一半以上是新的，等于从头训练',
  ],
  [
    'what is kept was trained around what is not: watch the success rate, not the loss',
    '保留的部分当初是配合未保留的部分训练的：要看成功率，而不是损失',
  ],
  ['after training, saved whole', '训练之后完整保存'],
  [
    'copies the folder to start without {n} tensors of another shape; --out writes it',
    '将目录复制为 start，去掉 {n} 个形状不同的张量；由 --out 写出',
  ],
  [
    'copies the folder to start without {n} tensors of another shape',
    '将目录复制为 start，去掉 {n} 个形状不同的张量',
  ],
  ['what is missing stays random, and is trained', '缺失的部分保持随机初值，随后得到训练'],
  ['with what was trained: must say "It will load"', '对训练结果检查：应当显示 “It will load”'],
  [
    'A tensor of another shape raises, strict or not: it has to be left out first.',
    '形状不同的张量无论 strict 与否都会报错，必须先去掉。',
  ],
  [
    'LeRobot only logs what is missing. The statistics of the data set are computed anew from the recordings.',
    'LeRobot 对缺失的部分只记日志。数据集的统计量会由训练数据重新计算。',
  ],
  [
    'SmolVLA trains its expert alone (train_expert_only): what is random in the VLM stays so unless --policy.train_expert_only=false.',
    'SmolVLA 默认只训练动作专家（train_expert_only）：VLM 中随机的部分不会得到训练，除非设 --policy.train_expert_only=false。',
  ],
  [
    "OpenVLA's own script; with LoRA, what is random would stay so",
    'OpenVLA 自带的脚本；若用 LoRA，随机的部分不会得到训练',
  ],
  [
    'Trained whole, a 7B model wants several GPUs of 80 GB (FSDP: vla-scripts/train.py of Prismatic).',
    '全参数训练 7B 模型需要数块 80 GB 的 GPU（FSDP：Prismatic 的 vla-scripts/train.py）。',
  ],
  [
    'scripts/train_pytorch.py of openpi loads `pytorch_weight_path` strictly: it takes no file that lacks anything. No command is given.',
    'openpi 的 scripts/train_pytorch.py 以严格方式加载 `pytorch_weight_path`，文件缺少任何张量都不行，因此不给出命令。',
  ],
  [
    'A model of transformers is trained by a script of your own: no command is given.',
    'transformers 的模型由您自己的脚本训练，因此不给出命令。',
  ],
];
