import type { Sentence } from '../language.ts';

/** `{n} of {m} episodes succeeded`, with what is known of suite, checkpoint, files and horizon. */
function scores(): Sentence[] {
  const all: Sentence[] = [];
  for (const noun of ['episodes', 'episode'])
    for (const [on, where] of [
      [' on {suite}', '在 {suite} 上'],
      ['', ''],
    ])
      for (const [of, what] of [
        [' with {checkpoint}', '用 {checkpoint} '],
        ['', ''],
      ])
        for (const [files, listed] of [
          [': {list}', '，其中 {list}'],
          ['', ''],
        ])
          for (const [short, end] of [
            [
              '; episodes end after {k} steps, too early for any task',
              '；episode 在 {k} 步后就结束，任何任务都来不及完成',
            ],
            ['', ''],
          ])
            all.push([
              `{n} of {m} ${noun} succeeded${on}${of}${files}${short}`,
              `${where}${what}跑了 {m} 个 episode，成功 {n} 个${listed}${end}`,
            ]);
  return all;
}

/** What the symptoms say, as the files in `symptoms/` build it. */
const SYMPTOMS: readonly Sentence[] = [
  ['load_state_dict raises for {class}: {list}', '{class} 的 load_state_dict 报错：{list}'],
  [
    'Error(s) in loading state_dict for {class}: {list}',
    'Error(s) in loading state_dict for {class}：{list}',
  ],
  [
    'Predicted for {name}, strict=False: load_state_dict raises for {class}: {list}',
    '预测：以 strict=False 加载 {name} 时，{class} 的 load_state_dict 会报错：{list}',
  ],
  [
    'Predicted for {name}: load_state_dict raises for {class}: {list}',
    '预测：加载 {name} 时，{class} 的 load_state_dict 会报错：{list}',
  ],
  ['Predicted for {name}: the model cannot be built. {reason}', '预测：{name} 的模型无法构建。{reason}'],
  ['Predicted: the source cannot be imported there. {reason}', '预测：源码在目标环境中无法导入。{reason}'],
  ['Predicted: {name} cannot be loaded. {reason}', '预测：{name} 无法加载。{reason}'],
  ['the crash at load', '加载时的崩溃'],
  ['the crash predicted for {name}', '预测 {name} 加载时的崩溃'],
  ['that {name} cannot be built', '{name} 无法构建'],
  ['the source that cannot be imported there', '源码无法导入'],
  ['the checkpoint that cannot be read', 'checkpoint 无法读取'],
  ['the program that does not start', '程序无法启动'],
  ['the script that stops', '脚本中途停止'],
  ['the program that waits', '程序一直在等待'],
  [
    '{n} of {m} episodes ended in an error; the first: {error}',
    '{m} 个 episode 中有 {n} 个以错误结束；第一个错误：{error}',
  ],
  ['the episodes that ended in an error', '以错误结束的 episode'],
  ['The log ends with a question that nobody answered', '日志停在一个无人回答的提问上'],
  ['The job ran out of time without a result', '作业超出时限，没有得到任何结果'],
  ['Interrupted while it waited in {function}', '在 {function} 中等待时被中断'],
  ...scores(),
  ['{n} of {m} episodes ({k} files)', '{m} 个 episode 中成功 {n} 个（{k} 个文件）'],
  ['{n} of {m} episodes ({file})', '{m} 个 episode 中成功 {n} 个（{file}）'],
  ['{n} of {m} episode ({file})', '{m} 个 episode 中成功 {n} 个（{file}）'],
  ['a success rate of {n} %', '成功率 {n} %'],
  [
    'a success rate of {n} % with {checkpoint}, as {log} states it',
    '据 {log}，{checkpoint} 的成功率为 {n} %',
  ],
  ['a success rate of {n} %, as {log} states it', '据 {log}，成功率为 {n} %'],
  [
    '{script} raises {error} ({n} times; caught, the program went on)',
    '{script} 抛出 {error}（共 {n} 次；异常被捕获，程序继续运行）',
  ],
  [
    '{script} raises {error} ({n} time; caught, the program went on)',
    '{script} 抛出 {error}（共 {n} 次；异常被捕获，程序继续运行）',
  ],
  ['{script} raises {error} ({n} times)', '{script} 抛出 {error}（共 {n} 次）'],
  ['{script} raises {error} ({n} time)', '{script} 抛出 {error}（共 {n} 次）'],
  [
    'mean squared error {n} on {m} recorded samples, but {score} online ({checkpoint})',
    '{m} 个录制样本上的均方误差为 {n}，但在线评测 {score}（{checkpoint}）',
  ],
  [
    'an offline error of {n} beside {m} of {k} online',
    '离线误差 {n}，在线评测 {k} 个 episode 却只成功 {m} 个',
  ],
  [
    'episode {n} of every task ends at step {m}, the others run to {k} ({tasks} in {files})',
    '每个任务的第 {n} 个 episode 都在第 {m} 步结束，其余的跑到 {k} 步（{tasks}，{files}）',
  ],
  ['episode {n} of every task ending at step {m}', '每个任务的第 {n} 个 episode 都在第 {m} 步结束'],
  ['a file that counts {n} episodes and lists {m}', '一个结果文件计为 {n} 个 episode、实际只列出 {m} 个'],
  ['a file that counts {n} successes and lists {m}', '一个结果文件计为成功 {n} 次、实际只列出 {m} 次'],
  ['{file} counts {n} episodes and lists {m}', '{file} 计为 {n} 个 episode，实际只列出 {m} 个'],
  ['{file} counts {n} successes and lists {m}', '{file} 计为成功 {n} 次，实际只列出 {m} 次'],
];

/** Parts of lists and of sentences. */
const PARTS: readonly Sentence[] = [
  ['at least {part}', '至少 {part}'],
  ['{n} tensors of another shape', '{n} 个张量形状不同'],
  ['{n} tensor of another shape', '{n} 个张量形状不同'],
  ['{n} missing', '缺少（missing）{n} 个'],
  ['{n} unexpected', '多出（unexpected）{n} 个'],
  ['{n} other', '其他 {n} 项'],
  ['the message was cut short by whoever printed it', '报错信息在打印时被截断'],
  ['once {n} of {m}', '一次 {n}/{m}'],
  ['{n} of {m} episodes', '{m} 个 episode 只成功了 {n} 个'],
  ['{n} of {m} ({k} files)', '{n}/{m}（{k} 个文件）'],
  ['{n} of {m}', '{n}/{m}'],
  ['{n} tasks', '{n} 个任务'],
  ['{n} task', '{n} 个任务'],
  ['{n} files', '{n} 个文件'],
  ['{n} file', '{n} 个文件'],
];

/** What causes add to their evidence, and what fills their texts. */
const EVIDENCE: readonly Sentence[] = [
  [
    '{n} tensors of another shape, {m} missing, {k} unexpected',
    '{n} 个张量形状不同，缺少（missing）{m} 个，多出（unexpected）{k} 个',
  ],
  [
    'transformers {version} is older than the first release that has `{type}`',
    'transformers {version} 早于首个支持 `{type}` 的版本',
  ],
  [
    'the registry of transformers {version} has no `{type}`',
    'transformers {version} 的注册表中没有 `{type}`',
  ],
  ['transformers {version} does not know `{type}`', 'transformers {version} 不认识 `{type}`'],
  [
    'transformers {version} knows `{type}`: the failure came from another environment than this one',
    'transformers {version} 认识 `{type}`：报错来自另一个环境，而不是这一个',
  ],
  [
    'raised here for a model_type that is not in the registry',
    '遇到注册表中没有的 model_type 时，在此处抛出异常',
  ],
  [
    '{wanted} cannot be built there; the source builds {built}',
    '{wanted} 在目标环境中无法构建，源码转而构建 {built}',
  ],
  [
    '{name}: {checkpoint} in the checkpoint, {model} in the model',
    '{name}：checkpoint 中为 {checkpoint}，模型中为 {model}',
  ],
  ['a tensor of {class}', '属于 {class} 的张量'],
  [
    'counts {n} episodes, lists {m}, {k} of them successful',
    '计为 {n} 个 episode，列出 {m} 个，其中成功 {k} 个',
  ],
  ['counts {n} episodes and lists {m}', '计为 {n} 个 episode，实际只列出 {m} 个'],
  ['mean squared error {n} over {m} recorded samples', '{m} 个录制样本上的均方误差为 {n}'],
  ['mean squared error {n} on {m} samples', '{m} 个样本上的均方误差为 {n}'],
  ['{n} of {m} episodes successful', '{m} 个 episode 中成功 {n} 个'],
  ['{n} of {m} succeeded, at most {k} steps each', '{m} 个中成功 {n} 个，每个最多 {k} 步'],
  ['{n} of {m} succeeded', '{m} 个中成功 {n} 个'],
  ['ends at step {n} of {m} in its only task', '唯一的任务中，在 {m} 步中的第 {n} 步结束'],
  ['ends at step {n} of {m} in all {k} tasks', '全部 {k} 个任务中，都在 {m} 步中的第 {n} 步结束'],
  [
    'steps {steps}: with {n} settle steps before each episode they pass {m} at the end of the last',
    '各 episode 步数 {steps}：加上每个 episode 之前的 {n} 步 settle，累计在最后一个 episode 末尾超过 {m}',
  ],
  ['nothing is built', '无法构建'],
  ['The installed transformers', '当前安装的 transformers'],
  ['the model of the config', 'config 中的模型'],
  ['the model', '模型'],
  ['another model', '另一个模型'],
  ['another', '另一个模型'],
  ['the data set', '数据集'],
  ['as they are stored', '按存储的原样使用'],
  ['as they are stored, turned by 180 degrees', '按存储的样子使用，已旋转 180 度'],
  ['as LIBERO renders them', '按 LIBERO 渲染的原样使用'],
  ['turned ({flip})', '经过翻转（{flip}）'],
  ['as the log shows', '见日志'],
  ['some', '若干'],
  ['an unknown number of', '若干'],
  ['a constant', '某个常量'],
  ['unknown', '未知'],
  ['{n} and {m}', '{n} 或 {m}'],
  ['the checkpoint', '该 checkpoint'],
  ['a shard that the index names', '索引中列出的某个分片'],
  ['a pickle, not safetensors', 'pickle 格式，而不是 safetensors'],
  ['a PyTorch pickle', 'PyTorch 的 pickle 文件'],
  ['{n} % where the other tasks have {m} % on average', '成功率 {n} %，而其他任务平均为 {m} %'],
  ['the tied partner is there, shape {shape}', '与之绑定的另一半存在，形状为 {shape}'],
  [
    '{n} of {m} failed episodes hold an error, the first: {error}',
    '{m} 个失败的 episode 中有 {n} 个记录了错误，第一个是：{error}',
  ],
  [
    '{name}: {module} can run code or reach files and network',
    '{name}：{module} 可以执行代码，或访问文件和网络',
  ],
  ['none of {n} excludes only rates above {m} %', '{n} 个全部失败，只能排除高于 {m} % 的成功率'],
  ['one episode more or less moves the rate by {n} points', '多一个或少一个成功，就相差 {n} 个百分点'],
];

/** What captures and checkpoints are found to say. */
const CAPTURED: readonly Sentence[] = [
  ['ldconfig lists no {library}, only {others}', 'ldconfig 中没有 {library}，只有 {others}'],
  ['ldconfig lists no {library}', 'ldconfig 中没有 {library}'],
  ['torch was built without CUDA', 'torch 编译时不带 CUDA'],
  ['torch was built for CUDA {version}', 'torch 为 CUDA {version} 编译'],
  ['the driver supports CUDA {version}', '驱动支持到 CUDA {version}'],
  ['this torch was built for the CPU only', '这个 torch 只能在 CPU 上运行'],
  ['{gpu} needs a torch for CUDA {version} or later', '{gpu} 需要为 CUDA {version} 或更高版本编译的 torch'],
  [
    'its driver goes up to CUDA {driver}, torch was built for {version}',
    '驱动只支持到 CUDA {driver}，而 torch 为 {version} 编译',
  ],
  ['as the log says', '见日志'],
  ['{name} {version} is imported from {folders}', '{name} {version} 从 {folders} import'],
  ['{name} {version} is installed', '已安装 {name} {version}'],
  ['{file} did not exist when this was captured', '采集时 {file} 并不存在'],
  ['a task file', '某个任务文件'],
  ['infinite: never overwritten', '无穷大：从未被覆盖'],
  ['{n} in all {m} places', '全部 {m} 处均为 {n}'],
  ['mean 0, deviation 1', '均值 0、标准差 1'],
  ['infinity', '无穷大'],
  ['the statistics', '统计量'],
];

/** Remarks on what was read. */
const REMARKS: readonly Sentence[] = [
  ['{remark}; and {n} more remarks', '{remark}；另有 {n} 条备注'],
  [
    '{file}: not read, it has {n} bytes and metadata at most {m}',
    '{file}：未读取，大小为 {n} 字节，而元数据至多 {m} 字节',
  ],
  ['{file}: cannot be read ({code})', '{file}：无法读取（{code}）'],
  [
    "{file}: holds no readable metadata; name and version are its folder's",
    '{file}：没有可读的元数据，包名和版本取自文件夹名',
  ],
  ['{file}: holds no readable metadata', '{file}：没有可读的元数据'],
  [
    'packed ({packer}): left alone, unpack it to have it read',
    '压缩文件（{packer}），未读取；解压后即可读取',
  ],
  ['JSON without results', '不含评测结果的 JSON'],
  ['JSON that cannot be read', '无法读取的 JSON'],
  ['NumPy arrays', 'NumPy 数组'],
  ['empty', '空文件'],
  ['binary', '二进制文件'],
  ['cannot be read', '无法读取'],
  ['a bare pickle: not opened', '裸 pickle 文件，未打开'],
  ['a git-lfs pointer: the file itself was never fetched', 'git-lfs 指针：文件本身没有下载'],
  ['a tar archive that is not read', '未读取的 tar 归档'],
  ['a capture: {list}', '环境采集包：{list}'],
  [
    'says what is asked for, not what is installed: give `pip freeze`',
    '写的是依赖要求，而不是实际安装的版本：请提供 `pip freeze` 的输出',
  ],
  [
    'logs, results or checkpoints in {names} were left alone: name them to have them read',
    '{names} 中的日志、结果或 checkpoint 未读取，点名给出即可读取',
  ],
];

/** What `load/error-swallowed` says of the thing that was loaded. */
const SWALLOWED: readonly Sentence[] = [
  ['the weights', '权重'],
  ['with an untrained model', '带着未经训练的模型'],
  ['the model as it was constructed', '刚构造出来的模型'],
  ['the tokenizer', ' tokenizer '],
  ['without the tokenizer', '在没有 tokenizer 的情况下'],
  ['no tokenizer', '空的 tokenizer'],
  ['the processor', ' processor '],
  ['without the processor', '在没有 processor 的情况下'],
  ['no processor', '空的 processor'],
  ['the tokenizer and the processor', ' tokenizer 和 processor '],
  ['without them', '在两者都没有的情况下'],
  ['neither of them', '空的 tokenizer 和 processor'],
];

/** The first that fits is taken: what is longer stands before what it ends with. */
export const sentences: readonly Sentence[] = [
  ...SYMPTOMS,
  ...SWALLOWED,
  ...PARTS,
  ...EVIDENCE,
  ...CAPTURED,
  ...REMARKS,
];
