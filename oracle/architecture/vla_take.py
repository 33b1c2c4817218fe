"""Classes of a source file on their own, so that what the file imports need not be installed."""
import ast
import types
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

import torch
import torch.nn as nn


def take(path, *names, **scope):
    """Those definitions of a file, run on their own."""
    source = Path(path).read_text()
    nodes = [node for node in ast.parse(source).body if getattr(node, "name", None) in names]
    scope = {"torch": torch, "nn": nn, **scope}
    scope.update(Any=Any, Callable=Callable, Dict=Dict, List=List, Optional=Optional, Tuple=Tuple)
    exec(compile(ast.Module(nodes, []), str(path), "exec"), scope)
    return types.SimpleNamespace(**{name: scope[name] for name in names})
