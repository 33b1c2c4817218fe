/** A Python string. JSON's escapes are all Python's too. */
const quote = (text: string) => JSON.stringify(text);

/** The script that copies a model folder without some of its tensors. It reads safetensors only, which holds no code. */
export function writeLeaveOutScript(folder: string, target: string, names: readonly string[]): string {
  return `"""Copies a model folder without the tensors that do not fit. Written by plumb fix; run it where you train."""
import shutil
from pathlib import Path

from safetensors import safe_open
from safetensors.torch import save_file

SOURCE, TARGET = Path(${quote(folder)}), Path(${quote(target)})
LEFT_OUT = {
${names.map((name) => `    ${quote(name)},`).join('\n')}
}
TARGET.mkdir()
for path in SOURCE.iterdir():
    if path.is_file() and path.name != "model.safetensors":
        shutil.copy(path, TARGET)
with safe_open(SOURCE / "model.safetensors", framework="pt") as file:
    kept = {name: file.get_tensor(name) for name in file.keys() if name not in LEFT_OUT}
    save_file(kept, TARGET / "model.safetensors", file.metadata())
print(len(kept), "tensors kept,", len(LEFT_OUT), "left out:", TARGET)
`;
}
