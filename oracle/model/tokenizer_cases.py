"""A small tokenizer of Qwen's make, and what transformers makes of some texts with it.

    python tokenizer_cases.py <fixtures folder>

Byte-level BPE with Qwen2's splitting pattern, NFC; one without special tokens around a text, one with. Needs tokenizers,
transformers 4.57.1.
"""
import json
import sys
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer, PreTrainedTokenizerFast

folder = Path(sys.argv[1])
PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
WORDS = ["pick up the red cube", "place it in the tray", "open the drawer of the cabinet", "turn on the stove"]
TEXTS = [
    "pick up the red cube and place it in the tray", "", " ", "Open THE drawer!", "it's 12 mugs,\n\n and two  spaces",
    "café — naïve e\u0301 日本語 🙂", "<|endoftext|> inside", "the " * 40,
]
for name, around in {"plain": False, "around": True}.items():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    specials = ["<|endoftext|>", "<s>", "</s>"]
    tokenizer.train_from_iterator(WORDS * 4, trainers.BpeTrainer(
        vocab_size=340, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    if around:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>", special_tokens=[(s, tokenizer.token_to_id(s)) for s in specials[1:]])
    target = folder / f"tokenizer-{name}"
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<|endoftext|>").save_pretrained(target)
    loaded = AutoTokenizer.from_pretrained(target)
    cases = []
    for text in TEXTS:
        out = loaded(text, padding="max_length", max_length=24, truncation=True)
        cases.append({"text": text, "ids": out["input_ids"], "mask": out["attention_mask"]})
    (target / "cases.json").write_text(json.dumps(cases, indent=1, ensure_ascii=True))
