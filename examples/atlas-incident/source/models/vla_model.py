"""The policy: picture and instruction -> actions."""

from torch import nn

from .action_head import MLPActionHead
from .backbone import SimpleVGGTBackbone
from .language_encoder import LanguageEncoder
from .vision_encoder import VisionEncoder


class VLAModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.vision_encoder = VisionEncoder(config.vision)
        self.language_encoder = LanguageEncoder(config.language)
        self.vggt_backbone = SimpleVGGTBackbone(config.vggt)
        self.action_head = MLPActionHead(config.action_head)

    def forward(self, pictures, instructions):
        vision_tokens = self.vision_encoder(pictures)
        language_tokens = self.language_encoder(instructions)
        features, queries = self.vggt_backbone(vision_tokens, language_tokens)
        return self.action_head(queries)
