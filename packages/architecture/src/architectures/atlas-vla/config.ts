/**
 * AtlasVLA's `configs/model_config.py`, the fields that decide names and shapes (commits 6c47f7f to 8da9053).
 * Everything else in it (dropout, freezing, graph type) leaves the parameters as they are.
 */
export interface AtlasVlaConfig {
  readonly vision: {
    readonly imgSize: number;
    readonly patchSize: number;
    readonly inChannels: number;
    readonly embedDim: number;
  };
  readonly language: {
    /** A hub id or a folder, as `AutoModel.from_pretrained` gets it. */
    readonly modelName: string;
    readonly maxLength: number;
    readonly outputDim: number;
  };
  readonly vggt: {
    readonly embedDim: number;
    readonly depth: number;
    readonly numHeads: number;
    readonly mlpRatio: number;
    /** VGGT-1B behind adapters; otherwise the simple backbone. */
    readonly usePretrainedVggt: boolean;
  };
  readonly actionHead: {
    readonly inputDim: number;
    readonly hiddenDim: number;
    readonly actionDim: number;
    readonly actionHorizon: number;
    readonly numHiddenLayers: number;
    readonly useActionChunking: boolean;
  };
}
