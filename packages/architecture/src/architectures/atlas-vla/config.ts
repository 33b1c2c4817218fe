/**
 * AtlasVLA's `configs/model_config.py`, the fields that decide names, shapes and the forward pass (commits 6c47f7f to
 * 8da9053). Everything else in it (dropout, freezing) leaves both as they are.
 */
export interface AtlasVlaConfig {
  readonly vision: {
    readonly imgSize: number;
    readonly patchSize: number;
    readonly inChannels: number;
    readonly embedDim: number;
    /** Pretrained towers in place of direct patches; two where 8da9053 fuses DINOv2 and SigLIP. */
    readonly towers?: readonly VisionTower[];
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
    /** Of the simple backbone; decides no shape. `grid` where nothing says. */
    readonly graphType?: string;
    /** `concat` where nothing says: the only one that the source has. */
    readonly fusionStrategy?: string;
    /** 8da9053's `use_vggt_lora`; the simple backbone has none. */
    readonly lora?: VggtLora;
  };
  readonly actionHead: {
    readonly inputDim: number;
    readonly hiddenDim: number;
    readonly actionDim: number;
    readonly actionHorizon: number;
    readonly numHiddenLayers: number;
    readonly useActionChunking: boolean;
    /** `ActionHeadWithSpatialFeatures` in place of the MLP; 8da9053 gave it norms and action statistics. */
    readonly spatial?: SpatialHead;
    /** 8da9053's `use_tanh_output`; decides no shape. */
    readonly tanh?: boolean;
  };
}

/** LoRA in VGGT: in every Linear that has one of these names. Its product is scaled by alpha / rank. */
export interface VggtLora {
  readonly rank: number;
  readonly alpha: number;
  /** Decides the class of a module without tensors alone. */
  readonly dropout: number;
  readonly targets: readonly string[];
}

export type SpatialHead = 'plain' | 'normalised';

/** A tower as `from_pretrained` of a hub id builds it. */
export interface VisionTower {
  /** Its attribute: `vision_tower`, or one for each of a fused pair. */
  readonly attribute: 'vision_tower' | 'vision_tower_dino' | 'vision_tower_siglip';
  readonly name: string;
  readonly modelType: string;
  /** CLIP's vision side alone (`CLIPVisionModel`); DINOv2 and SigLIP through `AutoModel`. */
  readonly className: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
