"""What a policy is made of. An instance is saved inside every checkpoint."""

from dataclasses import dataclass, field


@dataclass
class VisionConfig:
    img_size: int = 224
    patch_size: int = 16
    in_channels: int = 3
    embed_dim: int = 768
    use_vision_tower: bool = False


@dataclass
class LanguageConfig:
    model_name: str = "Qwen/Qwen3-0.6B-Base"
    max_length: int = 77
    freeze_encoder: bool = True
    output_dim: int = 768


@dataclass
class VGGTConfig:
    embed_dim: int = 768
    depth: int = 6
    num_heads: int = 1
    mlp_ratio: float = 4.0
    use_pretrained_vggt: bool = False


@dataclass
class ActionHeadConfig:
    input_dim: int = 768
    hidden_dim: int = 1024
    action_dim: int = 7
    action_horizon: int = 10
    num_hidden_layers: int = 2
    dropout: float = 0.1
    use_spatial_features: bool = False


@dataclass
class ModelConfig:
    vision: VisionConfig = field(default_factory=VisionConfig)
    language: LanguageConfig = field(default_factory=LanguageConfig)
    vggt: VGGTConfig = field(default_factory=VGGTConfig)
    action_head: ActionHeadConfig = field(default_factory=ActionHeadConfig)
    hidden_dim: int = 768
